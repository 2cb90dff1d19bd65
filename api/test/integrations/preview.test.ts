import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Company, CompanyInput } from '@integration-queue/shared/company';
import type { Integration } from '@integration-queue/shared/integration';
import type { MappingRow } from '@integration-queue/shared/mapping';
import type { Preview } from '@integration-queue/shared/preview';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { noFaults } from '../../../e2e/practice-crm/faults.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { MappingsService } from '../../src/integrations/mapping/mappings.service.js';
import { recordKey } from '../../src/syncs/record-key.js';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
});

async function previewOf(company: CompanyInput, rows?: MappingRow[]) {
  const place = `/v1/integrations/${workspace.integrationId}/mappings/company/preview`;
  const { body } = await workspace.key.call<Preview>('POST', place, { body: { company, ...(rows && { rows }) } });
  return { ...body, sent: Object.fromEntries(body.fields.map(({ target, sent }) => [target, sent])) };
}
const stored = async () => (await workspace.key.call<{ items: Company[] }>('GET', '/v1/companies')).body.items;

test('of a company that is not stored, what was given would be written, and it is not stored by that', async () => {
  const { record, sent } = await previewOf({ name: 'New Ltd', website: 'https://www.new.example/about' });
  expect(record).toBeNull();
  expect(sent).toMatchObject({ name: 'New Ltd', domain: 'new.example' });
  expect(await stored()).toEqual([]);
});

test('of a company that is stored, what was given comes over what is stored, as a send would do it', async () => {
  const body = { name: 'Old Ltd', domain: 'old.example', city: 'Köln', inboxUrl: 'https://inbox.example/old' };
  await workspace.key.call('POST', '/v1/companies', { body });
  const before = await stored();
  const { sent } = await previewOf({ name: 'Renamed Ltd', domain: 'old.example' });
  expect(sent).toMatchObject({ name: 'Renamed Ltd', city: 'Köln', inbox_url: 'https://inbox.example/old' });
  expect(await stored()).toEqual(before);
});

/** Types a record into the CRM, as a person would; answers its id. */
async function typeIn(path: string, properties: object): Promise<string> {
  const answer = await fetch(`${crm.url}/api/${path}`, { method: 'POST', body: JSON.stringify({ properties }) });
  return ((await answer.json()) as { id: string }).id;
}
const preview = async (object: SyncObject, body: object, integrationId = workspace.integrationId) => {
  const place = `/v1/integrations/${integrationId}/mappings/${object}/preview`;
  return (await workspace.key.call<Preview>('POST', place, { body })).body;
};
const valueOf = ({ fields }: Preview, target: string) => {
  const { before, sent, verdict } = fields.find((field) => field.target === target)!;
  return { before, sent, verdict };
};

describe('of a deal or task that the CRM has', () => {
  const company = { name: 'Acme', domain: 'acme.example' };

  test('shows what is there, by our link', async () => {
    const id = await typeIn('deals', { title: 'Big', amount: 100, description: 'by hand' });
    const deal = { externalId: 'd1', title: 'Bigger', amount: 100 };
    await house.database.query(
      `insert into crm_record (workspace_id, integration_id, object, record_key, crm_id) values ($1, $2, 'deal', $3, $4)`,
      [
        workspace.workspaceId,
        workspace.integrationId,
        recordKey(workspace.workspaceId, { id: '', object: 'deal', company: { id: '' }, deal }),
        id,
      ],
    );
    const answer = await preview('deal', { company, deal });
    expect(answer.record).toMatchObject({ id, url: expect.stringContaining(`/deals/${id}`) });
    expect(valueOf(answer, 'title')).toEqual({ before: 'Big', sent: 'Bigger', verdict: 'written' });
    expect(valueOf(answer, 'amount')).toMatchObject({ before: 100, verdict: 'unchanged' });
  });

  test('shows what is there, by our key in the CRM', async () => {
    const task = { externalId: 't1', subject: 'Call again' };
    const key = recordKey(workspace.workspaceId, { id: '', object: 'task', company: { id: '' }, task });
    await fetch(`${crm.url}/practice/v1/tasks/batch/upsert`, {
      method: 'POST',
      headers: { authorization: `Bearer ${crm.token}` },
      body: JSON.stringify({ items: [{ key, properties: { subject: 'Call' } }] }),
    });
    const answer = await preview('task', { company, task });
    expect(answer.record).not.toBeNull();
    expect(valueOf(answer, 'subject')).toEqual({ before: 'Call', sent: 'Call again', verdict: 'written' });
  });

  test('or that nothing names as one of before, shows that one would be created', async () => {
    await typeIn('deals', { title: 'Big' });
    for (const deal of [{ title: 'Big' }, { title: 'Big', externalId: 'unknown' }]) {
      const answer = await preview('deal', { company, deal });
      expect(answer.record).toBeNull();
      expect(valueOf(answer, 'title')).toMatchObject({ before: null, verdict: 'written' });
    }
  });
});

test.each<[string, string, Record<string, string>]>([
  ['hubspot', 'city', {}],
  ['salesforce', 'BillingCity', {}],
  ['pipedrive', 'employee_count', {}],
  ['odoo', 'city', { database: 'practice', user: 'admin' }],
  ['espocrm', 'billingAddressCity', { user: 'admin' }],
])('in %s shows what is there of every mapped field, and what its write mode keeps', async (provider, target, more) => {
  const address = `${crm.url}/${provider}`;
  const { body } = await workspace.admin.call<Integration>('POST', '/v1/integrations', {
    body: {
      provider,
      name: provider,
      settings: { ...more, [provider === 'salesforce' ? 'instanceUrl' : 'baseUrl']: address },
      credentials: { token: crm.token },
    },
  });
  const domain = `${provider}.example`;
  await typeIn('companies', { name: 'There', domain, website: `https://${domain}`, city: 'Almelo', employees: 7 });
  const [there, ours] = target === 'employee_count' ? [7, 9] : ['Almelo', 'Goor'];
  const rows: MappingRow[] = [
    { target, source: { field: target === 'employee_count' ? 'employees' : 'city' }, mode: 'if_empty' },
    { target: 'gone', source: { field: 'name' }, mode: 'overwrite' },
  ];
  const company = { name: 'Ours', domain, city: 'Goor', employees: 9 };
  const answer = await preview('company', { company, rows }, body.id);
  expect(answer.record).not.toBeNull();
  expect(valueOf(answer, target)).toEqual({ before: there, sent: null, verdict: 'kept' });
  const overwriting = await preview('company', { company, rows: [{ ...rows[0], mode: 'overwrite' }] }, body.id);
  expect(valueOf(overwriting, target)).toEqual({ before: there, sent: ours, verdict: 'written' });
});

describe('a CRM that takes longer than a person waits', () => {
  const setFaults = (faults: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
  let usual: number;
  beforeEach(async () => {
    const mappings = house.part(MappingsService);
    usual = mappings.patienceMs;
    mappings.patienceMs = 100;
    await setFaults({ latencyMs: 3_000 });
  });
  afterEach(async () => {
    house.part(MappingsService).patienceMs = usual;
    await setFaults(noFaults());
  });

  test.each<[string, string, string, object | undefined]>([
    ['its fields', 'GET', 'fields?object=company', undefined],
    ['a preview', 'POST', 'mappings/company/preview', { company: { name: 'Acme', domain: 'acme.example' } }],
    ['a preview of a deal', 'POST', 'mappings/deal/preview', { company: { name: 'A' }, deal: { title: 'Big' } }],
  ])('is not waited for: %s', async (_, method, path, body) => {
    const place = `/v1/integrations/${workspace.integrationId}/${path}`;
    expect(await workspace.admin.refused(method, place, { body })).toMatchObject({
      status: 502,
      code: 'crm_unreachable',
      detail: expect.stringContaining('did not answer in time'),
    });
  });

  test('keeps no mapping from being saved', async () => {
    const rows: MappingRow[] = [{ target: 'nowhere', source: { field: 'name' }, mode: 'overwrite' }];
    const place = `/v1/integrations/${workspace.integrationId}/mappings/company`;
    expect(await workspace.admin.call('PUT', place, { body: { rows } })).toMatchObject({ status: 200, body: { rows } });
  });
});

test('what is wrong with a row is told once, and of a value that is no option which one it is', async () => {
  const { problems } = await previewOf({ name: 'New Ltd', domain: 'new.example', industry: 'Bakery' }, [
    { target: 'name', source: { field: 'name' }, mode: 'overwrite' },
    { target: 'employees', source: { fixed: 'many' }, mode: 'overwrite' },
    { target: 'lifecycle_stage', source: { field: 'industry' }, mode: 'overwrite' },
  ]);
  expect(problems.map(({ target, code, value }) => [target, code, value])).toEqual([
    ['employees', 'not_a_number', 'many'],
    ['lifecycle_stage', 'invalid_option', 'Bakery'],
  ]);
});
