import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sync, SyncBatchAnswer, SyncSummary } from '@integration-queue/shared/sync';
import type { BulkAnswer } from '@integration-queue/shared/sync-bulk';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

/** Entries that stand as `assignments` say, one for each. */
async function arrange(...assignments: string[]): Promise<string[]> {
  const { body } = await workspace.key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
    body: {
      items: assignments.map((_, index) => ({
        integrationId: workspace.integrationId,
        company: { name: `Company ${index}`, domain: `company-${index}.example` },
      })),
    },
  });
  const ids = body.results.map(({ id }) => id!);
  for (const [index, assignment] of assignments.entries()) {
    if (assignment) await house.database.query(`update sync set ${assignment} where id = $1`, [ids[index]]);
  }
  return ids;
}

const ERROR = `status = 'error', attempts = 3, error_code = 'invalid_value', error_message = 'No', dedupe_key = null`;
const UNKNOWN = `reason = 'retrying', maybe_sent = true, dedupe_key = null, run_at = now() + interval '1 hour'`;
const PROCESSING = `status = 'processing', claim = gen_random_uuid(), dedupe_key = null`;
const PROCESSED = `status = 'processed', dedupe_key = null`;

const act = (id: string, action: '' | '/restore' | '/retry' = '') =>
  workspace.key.call<Sync & { code?: string }>(action === '' ? 'DELETE' : 'POST', `/v1/syncs/${id}${action}`);
const rowOf = async (id: string) =>
  (await house.database.query<Record<string, unknown>[]>('select * from sync where id = $1', [id]))[0]!;
const counts = async () => (await workspace.key.call<SyncSummary>('GET', '/v1/syncs/summary')).body.counts;

describe('delete', () => {
  test('takes away what waits and what failed, and restore brings each back as it was', async () => {
    const [waiting, failed] = await arrange('', ERROR);
    for (const id of [waiting!, failed!]) {
      expect((await act(id)).status).toBe(204);
      expect((await workspace.key.call('GET', `/v1/syncs/${id}`)).status).toBe(404);
      // A second click is not an error.
      expect((await act(id)).status).toBe(204);
    }
    expect(await counts()).toEqual({ pending: 0, processing: 0, processed: 0, error: 0 });
    expect(await act(waiting!, '/restore')).toMatchObject({ status: 200, body: { status: 'pending', reason: null } });
    expect(await act(failed!, '/restore')).toMatchObject({
      status: 200,
      body: { status: 'error', error: { code: 'invalid_value' } },
    });
    expect(await counts()).toMatchObject({ pending: 1, error: 1 });
  });

  test.each([
    ['is on its way', PROCESSING],
    ['may have arrived', UNKNOWN],
  ])('of what %s is a request, which restore takes back', async (_, assignment) => {
    const [id] = await arrange(assignment);
    expect(await act(id!)).toMatchObject({ status: 202, body: { status: 'cancelling' } });
    expect((await workspace.key.call<Sync>('GET', `/v1/syncs/${id}`)).body.reason).toEqual({ code: 'cancelling' });
    expect(await rowOf(id!)).toMatchObject({ cancel_requested: true });
    expect((await act(id!, '/restore')).status).toBe(200);
    expect(await rowOf(id!)).toMatchObject({ cancel_requested: false });
  });

  test('of what is in the CRM is refused', async () => {
    const [id] = await arrange(PROCESSED);
    expect(await act(id!)).toMatchObject({ status: 409, body: { code: 'sync_already_processed' } });
  });

  test('of what is unknown or another workspace’s is not found and changes nothing', async () => {
    const [id] = await arrange('');
    const other = await house.newWorkspace();
    expect((await other.key.call('DELETE', `/v1/syncs/${id}`)).status).toBe(404);
    expect((await act(unknownId())).status).toBe(404);
    expect(await rowOf(id!)).toMatchObject({ status: 'pending' });
  });

  test('and restore at once leave one of the two results', async () => {
    const [id] = await arrange('');
    await Promise.all(Array.from({ length: 10 }, (_, index) => act(id!, index % 2 ? '/restore' : '')));
    const { status } = await rowOf(id!);
    expect(await counts()).toMatchObject({ pending: status === 'pending' ? 1 : 0 });
  });
});

test('restore of what was not deleted is refused', async () => {
  const [id] = await arrange('');
  expect(await act(id!, '/restore')).toMatchObject({ status: 409, body: { code: 'sync_not_deleted' } });
  expect((await act(unknownId(), '/restore')).status).toBe(404);
});

describe('retry', () => {
  test('sends again what failed, without forgetting that it may have arrived', async () => {
    const [id] = await arrange(`${ERROR}, maybe_sent = true`);
    expect(await act(id!, '/retry')).toMatchObject({ status: 200, body: { status: 'pending', error: null } });
    expect(await rowOf(id!)).toMatchObject({ status: 'pending', maybe_sent: true, error_code: null });
    expect(await act(id!, '/retry')).toMatchObject({ status: 409, body: { code: 'sync_not_in_error' } });
  });

  test('of two at once one retries', async () => {
    const [id] = await arrange(ERROR);
    const answers = await Promise.all([act(id!, '/retry'), act(id!, '/retry')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('sends what the company is today, unless it is asked for as it was sent', async () => {
    const [today, then] = await arrange(ERROR, ERROR);
    for (const id of [today!, then!]) {
      const { company_id: companyId } = await rowOf(id);
      await workspace.key.call('PATCH', `/v1/companies/${String(companyId)}`, { body: { name: 'Renamed' } });
    }
    expect((await act(today!, '/retry')).body.company.name).toBe('Renamed');
    const asSent = await workspace.key.call<Sync>('POST', `/v1/syncs/${then}/retry`, { body: { data: 'as_sent' } });
    expect(asSent.body.company.name).toBe('Company 1');
    expect(await rowOf(today!)).toMatchObject({ source: { company: { name: 'Renamed' } } });
  });

  test('with the mapping of then is refused where none is known, also among many', async () => {
    const [id] = await arrange(ERROR);
    const body = { mapping: 'as_sent' };
    expect(await workspace.key.refused('POST', `/v1/syncs/${id}/retry`, { body })).toMatchObject({
      status: 409,
      code: 'mapping_version_gone',
    });
    const many = await workspace.key.call<BulkAnswer>('POST', '/v1/syncs/retry', { body: { ...body, filter: {} } });
    expect(many.body).toEqual({ matched: 1, done: 0, refused: [{ id, code: 'mapping_version_gone' }] });
  });

  test.each([{ mapping: 'newest' }, { data: null }, { when: 'now' }])('refuses %j', async (body) => {
    const [id] = await arrange(ERROR);
    expect(await workspace.key.refused('POST', `/v1/syncs/${id}/retry`, { body })).toMatchObject({
      code: 'invalid_request',
    });
  });

  test.each([PROCESSED, PROCESSING, ''])('of what stands as "%s" is refused', async (assignment) => {
    const [id] = await arrange(assignment);
    expect((await act(id!, '/retry')).status).toBe(409);
  });
});

describe('many', () => {
  const many = async (action: 'delete' | 'retry', body: object) =>
    (await workspace.key.call<BulkAnswer>('POST', `/v1/syncs/${action}`, { body })).body;

  test('by ids: each refused one is named with its reason', async () => {
    const [waiting, failed, done, moving] = await arrange('', ERROR, PROCESSED, PROCESSING);
    const other = await house.newWorkspace();
    const theirs = await other.key.call<Sync>('POST', '/v1/syncs', {
      body: { integrationId: other.integrationId, company: { name: 'Theirs' } },
    });
    const ids = [waiting, failed, done, moving, theirs.body.id, failed];
    expect(await many('delete', { ids })).toEqual({
      matched: 4,
      done: 3,
      refused: [
        { id: done, code: 'sync_already_processed' },
        { id: theirs.body.id, code: 'not_found' },
      ],
    });
    expect((await rowOf(theirs.body.id))['status']).toBe('pending');
    expect(await many('retry', { ids: [done] })).toEqual({
      matched: 1,
      done: 0,
      refused: [{ id: done, code: 'sync_not_in_error' }],
    });
  });

  test('by filter: all that failed, or only those that match', async () => {
    const ids = await arrange(...Array<string>(30).fill(ERROR), '', PROCESSED);
    expect(await many('retry', { filter: { q: 'company 7' } })).toEqual({ matched: 1, done: 1, refused: [] });
    expect(await many('retry', { filter: { status: 'error' } })).toEqual({ matched: 29, done: 29, refused: [] });
    expect(await counts()).toEqual({ pending: 31, processing: 0, processed: 1, error: 0 });
    expect(await many('delete', { filter: {} })).toEqual({ matched: 31, done: 31, refused: [] });
    expect(await rowOf(ids.at(-1)!)).toMatchObject({ status: 'processed' });
  });

  test('slice by slice, oldest first: what failed again meanwhile is not sent a second time, and the rest stays', async () => {
    const ids = await arrange(...Array<string>(5).fill(ERROR), PROCESSED);
    const filter = { status: 'error' };
    const first = await many('retry', { filter, limit: 2 });
    expect(first).toEqual({ matched: 2, done: 2, refused: [], left: 3, next: ids[1] });
    expect(await counts()).toMatchObject({ pending: 2, error: 3 });

    await house.database.query(`update sync set ${ERROR} where id = $1`, [ids[0]]);
    const second = await many('retry', { filter, limit: 2, after: first.next });
    expect(second).toEqual({ matched: 2, done: 2, refused: [], left: 1, next: ids[3] });
    expect(await rowOf(ids[0]!)).toMatchObject({ status: 'error' });
    expect(await many('retry', { filter, limit: 2, after: second.next })).toEqual({
      matched: 1,
      done: 1,
      refused: [],
      left: 0,
      next: null,
    });
    expect(await many('retry', { filter, limit: 1000, after: ids[4] })).toMatchObject({
      matched: 0,
      left: 0,
      next: null,
    });
  });

  test('deleted slice by slice: what is processed is left out, and stopping leaves the rest', async () => {
    const ids = await arrange('', PROCESSED, ERROR, '');
    const first = await many('delete', { filter: {}, limit: 2 });
    expect(first).toEqual({ matched: 2, done: 2, refused: [], left: 1, next: ids[2] });
    expect(await counts()).toMatchObject({ pending: 1, processed: 1, error: 0 });
    const last = await many('delete', { filter: {}, limit: 2, after: first.next });
    expect(last).toEqual({ matched: 1, done: 1, refused: [], left: 0, next: null });
  });

  test.each([
    ['a limit of ids', { ids: [unknownId()], limit: 2 }],
    ['a place without a limit', { filter: {}, after: unknownId() }],
    ['no entries', { filter: {}, limit: 0 }],
    ['too many entries', { filter: {}, limit: 1001 }],
  ])('in slices of %s is refused', async (_, body) => {
    for (const action of ['retry', 'delete'])
      expect(await workspace.key.refused('POST', `/v1/syncs/${action}`, { body })).toMatchObject({
        code: 'invalid_request',
      });
  });

  test('of two bulk actions at once each entry is done by one', async () => {
    await arrange(...Array<string>(200).fill(ERROR));
    const answers = await Promise.all([many('retry', { filter: {} }), many('retry', { filter: {} })]);
    expect(answers.reduce((sum, { done }) => sum + done, 0)).toBe(200);
    expect(await counts()).toMatchObject({ pending: 200, error: 0 });
  });

  test('goes into the audit log, with who did it', async () => {
    const [id] = await arrange(ERROR);
    await workspace.admin.call('POST', '/v1/syncs/retry', { body: { ids: [id] } });
    const logged = await house.database.query<object[]>(
      `select actor_kind, action, request_id from audit_log where workspace_id = $1 and action = 'sync.retried'`,
      [workspace.workspaceId],
    );
    expect(logged).toEqual([
      { actor_kind: 'member', action: 'sync.retried', request_id: expect.stringMatching(/.{8,}/) },
    ]);
  });

  test.each([
    {},
    { ids: [], filter: {} },
    { ids: [] },
    { ids: ['1'] },
    { filter: { status: 'gone' } },
    { filter: { limit: 5 } },
    { ids: Array.from({ length: 1001 }, unknownId) },
  ])('refuses %j', async (body) => {
    expect(await workspace.key.refused('POST', '/v1/syncs/delete', { body })).toMatchObject({
      code: 'invalid_request',
    });
  });
});
