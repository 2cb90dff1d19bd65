import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { CompanyCrmState } from '@integration-queue/shared/company';
import type { Sync, SyncDetail, SyncPage, SyncSummary } from '@integration-queue/shared/sync';
import type { BulkAnswer } from '@integration-queue/shared/sync-bulk';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

const SKIPPED = `status = 'processed', processed_at = now(), dedupe_key = null, skip_code = 'blocked_domain', skip_name = 'acme.example'`;
const PROCESSED = `status = 'processed', processed_at = now(), dedupe_key = null, crm_id = '7', crm_action = 'created'`;
const ERROR = `status = 'error', error_code = 'invalid_value', dedupe_key = null`;

/** Entries that stand as `assignments` say, one for each. */
async function arrange(...assignments: string[]): Promise<string[]> {
  const items = assignments.map((_, index) => ({ company: { name: `Company ${index}` } }));
  const ids = (await new Sender(house, workspace).sendBatch(items)).map(({ id }) => id!);
  for (const [index, assignment] of assignments.entries())
    await house.database.query(`update sync set ${assignment} where id = $1`, [ids[index]]);
  return ids;
}

const list = async (query: string) =>
  (await workspace.key.call<SyncPage>('GET', `/v1/syncs?${query}`)).body.items.map(({ id }) => id);
const retry = (id: string, body: object) =>
  workspace.key.call<Sync & { code?: string }>('POST', `/v1/syncs/${id}/retry`, { body });
const retryMany = async (body: object) =>
  (await workspace.key.call<BulkAnswer>('POST', '/v1/syncs/retry', { body })).body;

test('what was skipped is processed, says why, and is found among the processed', async () => {
  const [skipped, done, failed] = await arrange(SKIPPED, PROCESSED, ERROR);
  const { body } = await workspace.key.call<SyncDetail>('GET', `/v1/syncs/${skipped}`);
  expect(body).toMatchObject({
    status: 'processed',
    skipped: { code: 'blocked_domain', domain: 'acme.example', field: null },
    crm: null,
    fields: [],
    attempts: [],
  });
  expect(await list('skipped=true')).toEqual([skipped]);
  expect(await list('status=processed&skipped=true')).toEqual([skipped]);
  expect(await list('skipped=false')).toEqual([failed, done]);
  expect((await workspace.key.call<SyncSummary>('GET', '/v1/syncs/summary')).body.counts).toMatchObject({
    processed: 2,
    error: 1,
  });
  expect(await workspace.key.refused('GET', '/v1/syncs?skipped=perhaps')).toMatchObject({ code: 'invalid_request' });
});

test('it is sent anyway only where a caller says so', async () => {
  const [skipped] = await arrange(SKIPPED);
  expect(await retry(skipped!, {})).toMatchObject({ status: 409, body: { code: 'sync_not_in_error' } });
  expect(await retry(skipped!, { anyway: 'yes' })).toMatchObject({ status: 400 });
  expect(await retry(skipped!, { anyway: true })).toMatchObject({
    status: 200,
    body: { status: 'pending', skipped: null, processedAt: null },
  });
  expect(await retry(skipped!, { anyway: true })).toMatchObject({ status: 409 });
});

test('it can be sent anyway by a filter, slice by slice, and what went through is not touched', async () => {
  const [first, failed, done, second] = await arrange(SKIPPED, ERROR, PROCESSED, SKIPPED);
  expect(await retryMany({ filter: { skipped: true } })).toEqual({ matched: 0, done: 0, refused: [] });
  const slice = await retryMany({ filter: { skipped: true }, anyway: true, limit: 1 });
  expect(slice).toEqual({ matched: 1, done: 1, refused: [], left: 1, next: first });
  expect(await retryMany({ filter: { skipped: true }, anyway: true })).toEqual({ matched: 1, done: 1, refused: [] });
  expect(await list('status=pending')).toEqual([second, first]);
  expect(await list('status=processed')).toEqual([done]);
  expect(await list('status=error')).toEqual([failed]);
});

test('nobody is told that a company is in the CRM because a send of it was skipped', async () => {
  const [skipped] = await arrange(SKIPPED);
  const { company } = (await workspace.key.call<Sync>('GET', `/v1/syncs/${skipped}`)).body;
  const { body } = await workspace.key.call<{ items: CompanyCrmState[] }>('GET', `/v1/companies/${company.id}/crm`);
  expect(body.items).toMatchObject([{ state: 'absent' }]);
});

test('it is not deleted: nothing of it was sent', async () => {
  const [skipped] = await arrange(SKIPPED);
  expect(await workspace.key.refused('DELETE', `/v1/syncs/${skipped}`)).toMatchObject({
    code: 'sync_already_processed',
  });
});
