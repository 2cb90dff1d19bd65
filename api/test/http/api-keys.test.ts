import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '@integration-queue/shared';
import type { ApiKey, ApiKeyInput, ApiKeyRotation, CreatedApiKey } from '@integration-queue/shared/access';
import type { Problem } from '@integration-queue/shared/problem';
import type { Sync } from '@integration-queue/shared/sync';
import { ApiHouse, type Caller, type TestWorkspace } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

const create = async (input: Partial<ApiKeyInput>, as: Caller = workspace.admin) =>
  (await as.call<CreatedApiKey>('POST', '/v1/api-keys', { body: { name: 'A', scopes: ['syncs:write'], ...input } }))
    .body;
const rotate = (id: string, rotation: ApiKeyRotation = {}, as: Caller = workspace.admin) =>
  as.call<CreatedApiKey & Problem>('POST', `/v1/api-keys/${id}/rotate`, { body: rotation });
const works = async (key: string) => (await house.as(key).call('GET', '/v1/me')).status === 200;
const list = async () => (await workspace.admin.call<{ items: ApiKey[] }>('GET', '/v1/api-keys')).body.items;
const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('a rotated key', () => {
  test('has a new secret, shown once, and the old one works until the overlap ends', async () => {
    const before = await create({});
    const { status, body: after } = await rotate(before.id);
    expect(status).toBe(201);
    expect(after).toMatchObject({ id: before.id, name: 'A', scopes: ['syncs:write'] });
    expect(after.key).not.toBe(before.key);
    expect(Date.parse(after.previousUntil!) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect([await works(before.key), await works(after.key)]).toEqual([true, true]);
    expect(JSON.stringify(await list())).not.toContain(after.key);
    await house.database.query('update api_key set previous_until = now() where id = $1', [before.id]);
    expect([await works(before.key), await works(after.key)]).toEqual([false, true]);
    expect((await list()).find(({ id }) => id === before.id)).toMatchObject({ previousUntil: null });
  });

  test('again ends its oldest secret at once; without overlap, the one before too', async () => {
    const first = await create({});
    const second = await rotate(first.id, { overlapSeconds: 60 });
    const third = await rotate(first.id, { overlapSeconds: 60 });
    expect([await works(first.key), await works(second.body.key), await works(third.body.key)]).toEqual([
      false,
      true,
      true,
    ]);
    const fourth = await rotate(first.id, { overlapSeconds: 0 });
    expect([await works(third.body.key), await works(fourth.body.key)]).toEqual([false, true]);
    await workspace.admin.call('DELETE', `/v1/api-keys/${first.id}`);
    expect(await works(fourth.body.key)).toBe(false);
  });

  test('is the same sender: what either secret sent with an Idempotency-Key is sent once', async () => {
    const before = await create({});
    const { body: after } = await rotate(before.id);
    const send = (key: string) =>
      house.as(key).call<Sync>('POST', '/v1/syncs', {
        body: { integrationId: workspace.integrationId, object: 'deal', company: { name: 'B' }, deal: { title: 'C' } },
        headers: { 'idempotency-key': 'one' },
      });
    expect((await send(after.key)).body.id).toBe((await send(before.key)).body.id);
  });

  test('that has expired needs a new end', async () => {
    const { id } = await create({ expiresAt: soon(1) });
    await house.database.query('update api_key set expires_at = now() where id = $1', [id]);
    expect(await rotate(id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const { status, body } = await rotate(id, { expiresAt: soon(2) });
    expect([status, await works(body.key)]).toEqual([201, true]);
  });

  test('is in the audit log, without its secret', async () => {
    const { id } = await create({});
    const { body } = await rotate(id);
    const rows = await house.database.query<object[]>(
      `select action, details from audit_log where target_id = $1 order by id`,
      [id],
    );
    expect(rows).toMatchObject([{ action: 'api_key.created' }, { action: 'api_key.rotated' }]);
    expect(JSON.stringify(rows)).not.toContain(body.key);
  });
});

describe('a key never gives more than its maker has', () => {
  test('of scopes, also by rotating a stronger one', async () => {
    const strong = await create({ scopes: ['syncs:write', 'workspace:admin'] });
    const weak = await house.newKey(workspace, ['workspace:admin']);
    expect(await rotate(strong.id, {}, weak)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await works(strong.key)).toBe(true);
  });

  test('of time and of requests, where the maker is a key', async () => {
    const scopes = ['workspace:admin', 'syncs:read'] as ApiKeyInput['scopes'];
    const maker = house.as((await create({ scopes, expiresAt: soon(1), requestsPerMinute: 100 })).key);
    const refused = (input: object) =>
      maker.refused('POST', '/v1/api-keys', { body: { name: 'B', scopes: ['syncs:read'], ...input } });
    expect(await refused({ requestsPerMinute: 5 })).toMatchObject({ code: 'forbidden' });
    expect(await refused({ requestsPerMinute: 5, expiresAt: soon(2) })).toMatchObject({ code: 'forbidden' });
    expect(await refused({ expiresAt: soon(0.5) })).toMatchObject({ code: 'forbidden' });
    expect(await create({ scopes: ['syncs:read'], expiresAt: soon(0.5), requestsPerMinute: 5 }, maker)).toMatchObject({
      requestsPerMinute: 5,
    });
  });

  test('and does not begin with its end', async () => {
    const body = { name: 'B', scopes: ['syncs:read'], expiresAt: soon(-1) };
    expect(await workspace.admin.refused('POST', '/v1/api-keys', { body })).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'expiresAt', message: 'must be in the future' }],
    });
  });
});

describe('requests in a minute', () => {
  test('are said in every answer, and limited per key', async () => {
    const [limited, other] = [await create({ requestsPerMinute: 2 }), await create({ requestsPerMinute: 2 })];
    const ask = (key: string) => house.as(key).call<Problem>('GET', '/v1/me');
    const first = await ask(limited.key);
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-limit')).toBe('2');
    expect(first.headers.get('ratelimit-remaining')).toBe('1');
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    await ask(limited.key);
    const third = await ask(limited.key);
    expect([third.status, third.body.code]).toEqual([429, 'rate_limited']);
    expect(third.headers.get('ratelimit-remaining')).toBe('0');
    expect(third.headers.get('retry-after')).toBe(third.headers.get('ratelimit-reset'));
    expect((await ask(other.key)).status).toBe(200);
  });

  test('of a key stay below those of the server', async () => {
    const strict = await ApiHouse.open({ REQUESTS_PER_MINUTE: 50 });
    const { admin } = await strict.newWorkspace();
    const { body } = await admin.call<CreatedApiKey>('POST', '/v1/api-keys', {
      body: { name: 'A', scopes: ['syncs:read'], requestsPerMinute: 1000 },
    });
    expect((await strict.as(body.key).call('GET', '/v1/me')).headers.get('ratelimit-limit')).toBe('50');
    await strict.close();
  });

  test('that are too many the client sends again when it was told to, also what is not safe to repeat', async () => {
    const { id, key } = await create({});
    let calls = 0;
    const once: typeof fetch = async (input, init) => {
      calls += 1;
      if (calls > 1) return fetch(input, init);
      return new Response('{}', { status: 429, headers: { 'retry-after': '0' } });
    };
    const client = createClient({ url: house.url, token: key, fetch: once });
    const sync = await client.createSync({ integrationId: workspace.integrationId, company: { name: 'Once' } });
    expect([calls, sync.trigger.by?.id]).toEqual([2, id]);
  });

  test('but what may have been done is not sent again', async () => {
    const { key } = await create({});
    let calls = 0;
    const failing: typeof fetch = () => {
      calls += 1;
      return Promise.resolve(new Response('{}', { status: 500 }));
    };
    const client = createClient({ url: house.url, token: key, fetch: failing });
    const send = client.createSync({ integrationId: workspace.integrationId, company: { name: 'Once' } });
    await expect(send).rejects.toMatchObject({ status: 500 });
    expect(calls).toBe(1);
  });
});
