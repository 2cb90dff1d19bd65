import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlertList } from '@integration-queue/shared/alert';
import { KeyedRequests } from '../../src/ops/idempotency/keyed-requests.js';
import { operator } from '../../src/workspaces/actor.js';
import { ApiHouse, type TestWorkspace } from './api-house.js';

let house: ApiHouse;
let requests: KeyedRequests;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  requests = house.part(KeyedRequests);
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});
afterEach(() => {
  requests.patienceMs = 10_000;
});

const BODY = { kind: 'slack', url: 'https://hooks.slack.com/services/T0' };
const create = (body: object = BODY) =>
  workspace.key.call<{ id: string; code?: string }>('POST', '/v1/alerts', {
    body,
    headers: { 'idempotency-key': 'one' },
  });
const alerts = async () => (await workspace.key.call<AlertList>('GET', '/v1/alerts')).body.items;
/** As another process left the key. */
const leave = (columns: string) =>
  house.database.query(
    `update idempotency set claim = gen_random_uuid(), status = null, answer = null, ${columns} where workspace_id = $1`,
    [workspace.workspaceId],
  );

test('an answer with what Postgres cannot store is kept without it', async () => {
  const actor = { ...operator(workspace.workspaceId), kind: 'api_key' as const, id: workspace.workspaceId };
  const request = { key: 'unclean', route: 'POST /v1/alerts', body: null, secret: false };
  const once = () =>
    requests.once(actor, request, () => Promise.resolve({ status: 200, answer: { said: 'a\0b\uD83D' } }));
  expect((await once()).status).toBe(200);
  expect(await once()).toEqual({ status: 200, answer: { said: 'ab\uFFFD' } });
});

describe('a key whose process is gone', () => {
  test('is worked on by the next to come, where nothing had been changed', async () => {
    const { body } = await create();
    await workspace.key.call('DELETE', `/v1/alerts/${body.id}`);
    await leave(`effect = false, held_until = now() - interval '1 second'`);
    const again = await create();
    expect(again.status).toBe(201);
    expect((await alerts()).map(({ id }) => id)).toEqual([again.body.id]);
  });

  test('says that the answer is lost, where something had been changed, and nothing is done twice', async () => {
    await create();
    await leave(`held_until = now() - interval '1 second'`);
    expect(await create()).toMatchObject({ status: 409, body: { code: 'answer_lost' } });
    expect(await alerts()).toHaveLength(1);
  });

  test('that comes back commits nothing once another has the key', async () => {
    const actor = { ...operator(workspace.workspaceId), kind: 'api_key' as const, id: workspace.workspaceId };
    const late = requests.once(
      actor,
      { key: 'late', route: 'POST /v1/alerts', body: null, secret: false },
      async () => {
        await house.database.query('update idempotency set claim = gen_random_uuid() where key = $1', ['late']);
        await house.database.transaction((transaction) =>
          transaction.query('update workspace set name = $2 where id = $1', [workspace.workspaceId, 'Too late']),
        );
        return { status: 200, answer: null };
      },
    );
    await expect(late).rejects.toMatchObject({ code: 'request_in_progress' });
    const [row] = await house.database.query<{ name: string }[]>('select name from workspace where id = $1', [
      workspace.workspaceId,
    ]);
    expect(row!.name).not.toBe('Too late');
  });
});

test('a twin is told when to come again where the first takes too long', async () => {
  await create();
  await leave(`held_until = now() + interval '1 hour'`);
  requests.patienceMs = 0;
  const { status, headers, body } = await create();
  expect([status, body.code]).toEqual([409, 'request_in_progress']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
});

test('of many twins some wait for the answer of the first, and the others are told at once when to come again', async () => {
  const { body: made } = await create();
  const [{ answer }] = await house.database.query<[{ answer: string }]>(
    'select answer from idempotency where workspace_id = $1',
    [workspace.workspaceId],
  );
  await leave(`held_until = now() + interval '1 hour'`);
  requests.patienceMs = 600_000;
  const twins = Array.from({ length: 40 }, create.bind(null, BODY));
  const refused = await Promise.any(
    twins.map(async (twin) => {
      const { status, body } = await twin;
      return status === 409 ? body.code : Promise.reject(new Error(`It waited, and is ${status}`));
    }),
  );
  expect(refused).toBe('request_in_progress');
  await house.database.query('update idempotency set claim = null, status = 201, answer = $2 where workspace_id = $1', [
    workspace.workspaceId,
    answer,
  ]);
  const answers = await Promise.all(twins);
  const waited = answers.filter(({ status }) => status !== 409);
  expect(waited.length).toBeGreaterThan(0);
  expect(waited.map(({ status, body }) => [status, body.id])).toEqual(waited.map(() => [201, made.id]));
  expect(await alerts()).toHaveLength(1);
});

test('a request that was refused leaves its key free', async () => {
  expect((await create({ ...BODY, url: 'no address' })).status).toBe(400);
  expect((await create()).status).toBe(201);
});

test('after 24 hours a key is new', async () => {
  await create();
  await house.database.query(`update idempotency set created_at = now() - interval '25 hours'`);
  expect((await create({ ...BODY, pace: 'hourly' })).status).toBe(201);
  expect(await alerts()).toHaveLength(2);
});
