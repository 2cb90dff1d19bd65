import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient, eachItem } from '@integration-queue/shared';
import type { Issue, IssueList } from '@integration-queue/shared/issue';
import type { SyncSummary } from '@integration-queue/shared/sync';
import type { BulkAnswer } from '@integration-queue/shared/sync-bulk';
import { ApiHouse, type TestWorkspace } from './api-house.js';

/** Codes of four causes, and how many entries each has. */
const CAUSES = { invalid_option: 2000, value_too_long: 1500, required_field_missing: 1000, refused_by_crm: 500 };

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
  const { integrationId, key } = workspace;
  for (let batch = 0; batch < 5; batch++) {
    await key.call('POST', '/v1/syncs/batch', {
      body: {
        items: Array.from({ length: 1000 }, (_, index) => ({
          integrationId,
          company: { name: `Company ${batch * 1000 + index}` },
        })),
      },
    });
  }
  let offset = 0;
  for (const [code, count] of Object.entries(CAUSES)) {
    await house.database.query(
      `update sync set status = 'error', error_code = $1, error_message = 'No ' || right(id::text, 4), error_field = $2,
         error_crm_message = 'Row "' || company_name || '" was not taken'
       where id in (select id from sync where workspace_id = $3 order by id offset $4 limit $5)`,
      [code, code === 'refused_by_crm' ? null : 'industry', workspace.workspaceId, offset, count],
    );
    offset += count;
  }
});
afterAll(() => house.close());

const issues = async () => (await workspace.key.call<IssueList>('GET', '/v1/issues')).body.items;
const counted = (items: Issue[]) => Object.fromEntries(items.map(({ code, count }) => [code, count]));

test('5,000 failures of four causes are four issues, most entries first', async () => {
  const items = await issues();
  expect(items.map(({ code, count }) => [code, count])).toEqual(Object.entries(CAUSES));
  expect(items.every(({ examples }) => examples.length === 5)).toBe(true);
});

test('pages of them have each once, in order, and a cursor of nobody is refused', async () => {
  const client = createClient({ url: house.url, token: workspace.key.token! });
  const seen: string[] = [];
  for await (const { code } of eachItem((page) => client.listIssues({ ...page, limit: 3 }))) seen.push(code);
  expect(seen).toEqual(Object.keys(CAUSES));
  const { status, body } = await workspace.key.call<{ code: string }>('GET', '/v1/issues?cursor=bm9uZQ');
  expect([status, body.code]).toEqual([400, 'invalid_cursor']);
});

test('retrying one touches only its own', async () => {
  const one = (await issues()).find(({ code }) => code === 'value_too_long')!;
  const { body } = await workspace.key.call<BulkAnswer>('POST', '/v1/syncs/retry', {
    body: { filter: { issueId: one.id, status: 'error' } },
  });
  expect(body).toMatchObject({ matched: 1500, done: 1500, refused: [] });
  const { value_too_long: _, ...others } = CAUSES;
  expect(counted(await issues())).toEqual(others);
  const { body: summary } = await workspace.key.call<SyncSummary>('GET', '/v1/syncs/summary');
  expect(summary.counts).toMatchObject({ error: 3500, pending: 1500 });
});

test('a retry that is stopped after some slices leaves the rest as they are, with their cause', async () => {
  const one = (await issues()).find(({ code }) => code === 'required_field_missing')!;
  const filter = { issueId: one.id };
  let after: string | undefined;
  for (let slice = 0; slice < 2; slice++) {
    const { body } = await workspace.key.call<BulkAnswer>('POST', '/v1/syncs/retry', {
      body: { filter, limit: 250, ...(after ? { after } : {}) },
    });
    expect(body).toMatchObject({ done: 250, refused: [], left: 750 - slice * 250 });
    after = body.next!;
  }
  expect((await issues()).find(({ id }) => id === one.id)).toMatchObject({ state: 'open', count: 500 });
});

test('a cause is the same whatever record, address or person the CRM names', async () => {
  const other = await house.newWorkspace();
  const sayings = [
    'Insufficient access rights on cross-reference id: 0015g00000XyZabAAF',
    'Insufficient access rights on cross-reference id: 0015g00000QrStuAAB',
    'Owner ana@acme.example of e29b41d4-a716-4466-9f3c-446655440000 was not found, see https://crm.example/users/ana',
    'Owner bo@bolt.example of 9f3cabcd-0000-4466-e29b-ffeeddccbbaa was not found, see https://crm.example/users/bo',
    'Address line 1 is not allowed',
    'Street is not allowed',
  ];
  for (const said of sayings) {
    const { body } = await other.key.call<{ id: string }>('POST', '/v1/syncs', {
      body: { integrationId: other.integrationId, company: { name: said } },
    });
    await house.database.query(
      `update sync set status = 'error', error_code = 'refused_by_crm', error_message = 'No', error_crm_message = $2 where id = $1`,
      [body.id, said],
    );
  }
  const { items } = (await other.key.call<IssueList>('GET', '/v1/issues')).body;
  expect(items.map(({ count }) => count)).toEqual([2, 2, 1, 1]);
});
