import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Mapping } from '@integration-queue/shared/mapping';
import type { Problem } from '@integration-queue/shared/problem';
import type { SendFieldList } from '@integration-queue/shared/send-fields';
import type { Sync } from '@integration-queue/shared/sync';
import { noFaults } from '../../../e2e/practice-crm/faults.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let sender: Sender;
let here: string;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  await setFaults(noFaults());
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  sender = new Sender(house, workspace);
  here = `/v1/integrations/${workspace.integrationId}`;
});

const setFaults = (faults: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
const calls = async () =>
  ((await (await fetch(`${crm.url}/api/ledger`)).json()) as { calls: { total: number } }).calls.total;
const fieldsOf = async (object: string) =>
  (await workspace.key.call<SendFieldList>('GET', `${here}/send-fields?object=${object}`)).body.items;
const company = { name: 'Acme', domain: 'acme.example' };
const deal = (more: object) => ({ object: 'deal', company, deal: { title: 'Big', ...more } });
/** As if the CRM had told its schema long ago. */
const age = () => house.database.query(`update kept_schema set read_at = now() - interval '1 day'`);

describe('what a deal or task can say', () => {
  test('is what its field mapping takes to the CRM, with the options the CRM has now', async () => {
    const items = await fieldsOf('deal');
    expect(items.map(({ field }) => field)).toEqual(expect.arrayContaining(['title', 'amount', 'stage', 'closeDate']));
    expect(items.map(({ field }) => field)).not.toContain('company.crmId');
    const stage = items.find(({ field }) => field === 'stage')!;
    expect(stage).toMatchObject({ label: 'Stage', type: 'option' });
    expect(stage.options!.length).toBeGreaterThan(1);
    expect(items.find(({ field }) => field === 'title')).toMatchObject({ required: true, options: null });
  });

  test('is without what the mapping leaves out', async () => {
    const { body: mapping } = await workspace.key.call<Mapping>('GET', `${here}/mappings/deal`);
    const rows = mapping.rows.filter(({ target }) => target !== 'stage');
    await workspace.admin.call('PUT', `${here}/mappings/deal`, { body: { rows } });
    expect((await fieldsOf('deal')).map(({ field }) => field)).not.toContain('stage');
  });

  test('is asked of the CRM once in a while, and known while it is away', async () => {
    const before = await fieldsOf('task');
    const asked = await calls();
    expect(await fieldsOf('task')).toEqual(before);
    expect(await calls()).toBe(asked);
    await age();
    await setFaults({ errorRate: 1 });
    expect(await fieldsOf('task')).toEqual(before);
  });

  test('of a company is not asked for here', async () => {
    const problem = await workspace.key.refused('GET', `${here}/send-fields?object=company`);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

describe('a value the CRM does not offer', () => {
  test('is refused at its field before anything is queued', async () => {
    const { status, body } = await sender.send(deal({ stage: 'Dreaming' }));
    expect({ status, body }).toMatchObject({
      status: 422,
      body: {
        code: 'option_not_offered',
        errors: [{ path: 'deal.stage', message: expect.stringContaining('Dreaming') }],
      },
    });
    expect(await sender.entries()).toEqual([]);
  });

  test('is refused in a batch alone, and in a stream', async () => {
    const [stage] = (await fieldsOf('deal')).find(({ field }) => field === 'stage')!.options!;
    const items = [deal({ stage: stage!.value }), deal({ stage: 'Dreaming' }), { company }];
    expect(await sender.sendBatch(items)).toEqual([
      { index: 0, id: expect.any(String), status: 'accepted' },
      { index: 1, id: null, status: 'invalid', errors: [expect.objectContaining({ path: 'deal.stage' })] },
      { index: 2, id: expect.any(String), status: expect.stringMatching(/accepted|duplicate/) },
    ]);
    const lines = items.map((item) => JSON.stringify({ integrationId: workspace.integrationId, ...item })).join('\n');
    const { body } = await workspace.key.call<string>('POST', '/v1/syncs/stream', {
      raw: { text: lines, type: 'application/x-ndjson' },
    });
    const answers = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: string });
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'invalid', expect.any(String)]);
  });

  test('may be written as people call it, and as the field mapping translates it', async () => {
    const { value, label } = (await fieldsOf('deal')).find(({ field }) => field === 'stage')!.options![0]!;
    expect((await sender.send(deal({ stage: label.toUpperCase() }))).status).toBe(201);
    const { body: mapping } = await workspace.key.call<Mapping>('GET', `${here}/mappings/deal`);
    const rows = mapping.rows.map((row) => (row.target === 'stage' ? { ...row, values: { fresh: value } } : row));
    await workspace.admin.call('PUT', `${here}/mappings/deal`, { body: { rows } });
    expect((await sender.send(deal({ stage: 'fresh' }))).status).toBe(201);
  });

  test('that was added in the CRM since is taken: what is kept is asked again before it refuses', async () => {
    const [stage] = (await fieldsOf('deal')).find(({ field }) => field === 'stage')!.options!;
    await house.database.query(
      `update kept_schema set read_at = now() - interval '1 hour', fields = (
         select jsonb_agg(case when f ->> 'name' = 'stage' then jsonb_set(f, '{options}', '[{"value":"old","label":"Old"}]') else f end)
         from jsonb_array_elements(fields) f)
       where integration_id = $1 and object = 'deal'`,
      [workspace.integrationId],
    );
    expect((await sender.send(deal({ stage: 'old' }))).status).toBe(201);
    expect((await sender.send(deal({ stage: stage!.value }))).status).toBe(201);
    expect((await sender.send(deal({ stage: 'old' }))).status).toBe(422);
  });

  test('is taken while the CRM does not answer: it will say so itself', async () => {
    await setFaults({ errorRate: 1 });
    expect((await sender.send(deal({ stage: 'Dreaming' }))).status).toBe(201);
    const asked = await calls();
    expect((await sender.send(deal({ stage: 'Dreaming' }))).status).toBe(201);
    expect(await calls()).toBe(asked);
  });

  test('that was taken once keeps its answer under the same key', async () => {
    await setFaults({ errorRate: 1 });
    const key = { 'idempotency-key': 'deal-1' };
    const first = await sender.send(deal({ stage: 'Dreaming' }), workspace.key, key);
    await setFaults(noFaults());
    await fieldsOf('deal');
    const again = await workspace.key.call<Sync | Problem>('POST', '/v1/syncs', {
      body: { integrationId: workspace.integrationId, ...deal({ stage: 'Dreaming' }) },
      headers: key,
    });
    expect(again).toMatchObject({ status: first.status, body: { id: first.body.id } });
  });
});
