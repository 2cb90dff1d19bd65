import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Integration, MappingCheck } from '@integration-queue/shared/integration';
import type { IssueList } from '@integration-queue/shared/issue';
import type { Mapping } from '@integration-queue/shared/mapping';
import type { Sync, SyncDetail, SyncSummary } from '@integration-queue/shared/sync';
import { noFaults } from '../../../e2e/practice-crm/faults.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { SchemaWatch } from '../../src/integrations/schema-watch/schema-watch.js';
import { endCheck, takeDueCheck } from '../../src/integrations/schema-watch/sql/due-check.js';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let here: string;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  await setFaults(noFaults());
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  here = `/v1/integrations/${workspace.integrationId}`;
});

const setFaults = (faults: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
const read = async () => (await workspace.key.call<Integration>('GET', here)).body;
const check = async () => {
  const { status, body } = await workspace.admin.call<MappingCheck>('POST', `${here}/mappings/check`);
  expect(status).toBe(200);
  return body;
};
const calls = async () =>
  ((await (await fetch(`${crm.url}/api/ledger`)).json()) as { calls: { total: number } }).calls.total;
const makeDue = (assignments = `due_at = now() - interval '1 second'`) =>
  house.database.query(`update schema_check set ${assignments} where integration_id = $1`, [workspace.integrationId]);
const checkNext = () => house.part(SchemaWatch).checkNext(new AbortController().signal);

describe('a check', () => {
  test('of the default mappings finds nothing', async () => {
    expect(await check()).toMatchObject({
      ok: true,
      error: null,
      integration: { warnings: [], schemaCheck: { checkedAt: expect.any(String), error: null } },
    });
  });

  test('names the field that was removed from the CRM and how many entries wait; the queue goes on', async () => {
    await check();
    for (const name of ['Acme', 'Bolt']) {
      await workspace.key.call('POST', '/v1/syncs', {
        body: { integrationId: workspace.integrationId, company: { name } },
      });
    }
    await setFaults({ removedFields: ['industry'] });
    const { integration } = await check();
    expect(integration.warnings).toEqual([
      {
        code: 'field_removed',
        object: 'company',
        field: 'industry',
        label: 'Industry',
        message: expect.stringContaining('Industry'),
        hint: expect.any(String),
        since: expect.any(String),
        waiting: 2,
      },
    ]);
    expect(integration).toMatchObject({ status: 'active', error: null });
    const [{ since } = { since: '' }] = integration.warnings;
    expect((await check()).integration.warnings).toEqual([expect.objectContaining({ since })]);
  });

  test('of a field that is there again takes the warning back', async () => {
    await setFaults({ removedFields: ['industry'] });
    expect((await check()).integration.warnings).toMatchObject([{ code: 'unknown_field', field: 'industry' }]);
    await setFaults({ removedFields: [] });
    expect((await check()).integration.warnings).toEqual([]);
  });

  test('that the CRM does not answer says so, and keeps what was known', async () => {
    await setFaults({ removedFields: ['industry'] });
    await check();
    await setFaults({ errorRate: 1 });
    const failed = await check();
    expect(failed).toMatchObject({
      ok: false,
      error: { code: 'crm_unreachable', message: expect.any(String) },
      integration: {
        status: 'active',
        warnings: [{ field: 'industry' }],
        schemaCheck: { checkedAt: expect.any(String), error: { code: 'crm_unreachable', since: expect.any(String) } },
      },
    });
    await setFaults({ errorRate: 0 });
    expect((await check()).integration.schemaCheck.error).toBeNull();
  });

  test('is for admins', async () => {
    const member = await house.newMember(workspace);
    expect(await member.refused('POST', `${here}/mappings/check`)).toMatchObject({ status: 403 });
  });
});

test('saving a mapping that fits again takes the warning back at once', async () => {
  await setFaults({ removedFields: ['industry'] });
  await check();
  const { body: mapping } = await workspace.key.call<Mapping>('GET', `${here}/mappings/company`);
  const rows = mapping.rows.filter(({ target }) => target !== 'industry');
  await workspace.admin.call('PUT', `${here}/mappings/company`, { body: { rows } });
  expect((await read()).warnings).toEqual([]);
  await workspace.admin.call('PUT', `${here}/mappings/company`, { body: { rows: mapping.rows } });
  expect((await read()).warnings).toMatchObject([{ object: 'company', field: 'industry' }]);
});

test('a complaint of the CRM names the field as people know it, once the schema was compared; of several the one it is about', async () => {
  await check();
  await setFaults({ removedFields: ['industry', 'city'] });
  await house.database.query(
    `update integration set status = 'needs_attention', error_code = 'unknown_field', error_since = now(),
       error_message = 'There is no field "city".', error_hint = '' where id = $1`,
    [workspace.integrationId],
  );
  expect((await read()).error).not.toHaveProperty('field');
  const { integration } = await check();
  expect(integration.error).toMatchObject({ code: 'unknown_field', field: 'city', fieldLabel: 'City' });
  // Browsers ask for the summary every half minute, and take from it what an integration waits for.
  const { body: summary } = await workspace.key.call<SyncSummary>('GET', '/v1/syncs/summary');
  expect(summary.integrations[0]!.error).toEqual(integration.error);
  const ofAnother = `update integration set error_code = 'token_expired' where id = $1`;
  await house.database.query(ofAnother, [workspace.integrationId]);
  expect((await read()).error).not.toHaveProperty('field');
});

test('entries, receipts and issues call a field as people know it, also after it was removed; an unknown one stays as it is', async () => {
  await check();
  await setFaults({ removedFields: ['industry'] });
  await check();
  const ids: string[] = [];
  for (const name of ['Acme', 'Bolt', 'Cargo']) {
    const body = { integrationId: workspace.integrationId, company: { name } };
    ids.push((await workspace.key.call<Sync>('POST', '/v1/syncs', { body })).body.id);
  }
  const failed = (field: string) => `status = 'error', error_code = 'invalid_option', error_field = '${field}'`;
  const stands = [
    failed('industry'),
    failed('colour'),
    `status = 'processed', skip_code = 'missing_required', skip_name = 'name'`,
  ];
  for (const [index, assignments] of stands.entries())
    await house.database.query(`update sync set ${assignments} where id = $1`, [ids[index]]);
  const written = { target: 'industry', label: 'Branch', source: 'industry', rule: 'overwrite', before: null, sent: 'Steel', after: 'Steel', verdict: 'written' }; // prettier-ignore
  await house.database.query(
    'insert into receipt (sync_id, workspace_id, mapping_version, fields) select id, workspace_id, 1, $2 from sync where id = $1',
    [ids[2], JSON.stringify([written, { ...written, target: 'colour', label: 'Colour' }])],
  );

  const entries = await Promise.all(ids.map((id) => workspace.key.call<SyncDetail>('GET', `/v1/syncs/${id}`)));
  const [removed, unknown, skipped] = entries.map(({ body }) => body);
  expect(removed!.error).toMatchObject({ field: 'industry', fieldLabel: 'Industry' });
  expect(unknown!.error).toMatchObject({ field: 'colour' });
  expect(unknown!.error).not.toHaveProperty('fieldLabel');
  expect(skipped!.skipped).toMatchObject({ field: 'name', fieldLabel: 'Company name' });
  expect(skipped!.fields.map(({ label }) => label)).toEqual(['Industry', 'Colour']);
  const { items } = (await workspace.key.call<IssueList>('GET', '/v1/issues')).body;
  expect(Object.fromEntries(items.map(({ field, fieldLabel }) => [field, fieldLabel]))).toEqual({
    industry: 'Industry',
    colour: null,
  });
});

describe('the watch', () => {
  test('asks nobody before the night', async () => {
    const before = await calls();
    await checkNext();
    expect(await calls()).toBe(before);
    expect((await read()).schemaCheck.checkedAt).toBeNull();
  });

  test('checks what is due, and then not again', async () => {
    await setFaults({ removedFields: ['industry'] });
    await makeDue();
    await checkNext();
    expect((await read()).warnings).toMatchObject([{ field: 'industry' }]);
    const before = await calls();
    await checkNext();
    expect(await calls()).toBe(before);
  });

  test('checks one integration at a time, whatever number of processes look', async () => {
    await makeDue();
    const other = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
    await house.database.query(`update schema_check set due_at = now() where integration_id = $1`, [
      other.integrationId,
    ]);
    const look = () => takeDueCheck(house.database);
    const taken = (await Promise.all([look(), look(), look()])).filter((one) => one !== null);
    expect(taken).toEqual([{ id: workspace.integrationId, workspaceId: workspace.workspaceId }]);
    expect(await look()).toBeNull();
    await endCheck(house.database, workspace.integrationId);
    expect(await look()).toMatchObject({ id: other.integrationId });
    await endCheck(house.database, other.integrationId);
  });

  test('leaves alone what is paused', async () => {
    await workspace.admin.call('POST', `${here}/pause`);
    await makeDue();
    await checkNext();
    expect((await read()).schemaCheck.checkedAt).toBeNull();
    await makeDue('due_at = next_night()');
  });

  test('asks a CRM that did not answer later, not at once', async () => {
    await setFaults({ errorRate: 1 });
    await makeDue();
    await checkNext();
    expect((await read()).schemaCheck.error).toMatchObject({ code: 'crm_unreachable' });
    const before = await calls();
    await checkNext();
    expect(await calls()).toBe(before);
  });
});
