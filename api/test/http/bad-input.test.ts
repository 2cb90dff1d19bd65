import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '@integration-queue/shared/problem';
import type { Sync } from '@integration-queue/shared/sync';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
});
afterAll(() => house.close());

const post = (path: string, text: string | Buffer, type = 'application/json', headers = {}) =>
  workspace.key.refused('POST', path, { raw: { text, type }, headers });

describe('a body', () => {
  test.each(['{"items": [', '{', 'null', '"text"', '', "{'a': 1}", '\u{feff}{}'])(
    '%j has a code of its own or is no object',
    async (text) => {
      const problem = await post('/v1/syncs', text);
      expect(problem.status).toBe(400);
      expect(['invalid_json', 'invalid_request']).toContain(problem.code);
    },
  );

  test('that is broken JSON says so', async () => {
    expect(await post('/v1/syncs/batch', '{"items": [')).toMatchObject({ status: 400, code: 'invalid_json' });
  });

  test('that is no JSON is not accepted', async () => {
    expect(await post('/v1/syncs', 'integrationId=1', 'application/x-www-form-urlencoded')).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    });
    expect(await post('/v1/syncs', '<a/>', 'text/xml')).toMatchObject({ status: 415 });
    expect(await post('/v1/syncs', '{}', 'application/json; charset=klingon')).toMatchObject({ status: 415 });
    expect(await post('/v1/syncs', '{}', 'application/json', { 'content-encoding': 'rot13' })).toMatchObject({
      status: 415,
    });
  });

  test('of 20 MB is too large, for a batch too', async () => {
    const text = JSON.stringify({ items: ['x'.repeat(20 * 1024 * 1024)] });
    for (const path of ['/v1/syncs', '/v1/syncs/batch']) {
      expect(await post(path, text)).toMatchObject({ status: 413, code: 'body_too_large' });
    }
  });

  test('of 300 kB is too large but for a batch', async () => {
    const text = JSON.stringify({ items: ['x'.repeat(300 * 1024)] });
    expect((await post('/v1/syncs', text)).status).toBe(413);
    const { status } = await workspace.key.call('POST', '/v1/syncs/batch', { raw: { text, type: 'application/json' } });
    expect(status).toBe(202);
  });

  test('that nests without end, or reaches for prototypes, does no harm', async () => {
    const depth = 100_000;
    expect((await post('/v1/syncs', '['.repeat(depth) + ']'.repeat(depth))).status).toBe(400);
    const text = '{"name":"A","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
    const { body } = await workspace.key.call('POST', '/v1/companies', { raw: { text, type: 'application/json' } });
    expect(body).toMatchObject({ name: 'A' });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

test.each([
  ['an unknown key', { name: 'A', surprise: 1 }, 'surprise'],
  ['a wrong type', { name: 12 }, 'name'],
  ['a missing name', { domain: 'a.example' }, 'name'],
  ['an empty name', { name: '  ' }, 'name'],
  ['a long name', { name: 'x'.repeat(501) }, 'name'],
  ['a negative count', { name: 'A', employees: -1 }, 'employees'],
  ['half an employee', { name: 'A', employees: 1.5 }, 'employees'],
  ['a number as text', { name: 'A', employees: '12' }, 'employees'],
  ['a country by name', { name: 'A', country: 'Germany' }, 'country'],
  ['no e-mail', { name: 'A', email: 'nobody' }, 'email'],
  ['a script for a link', { name: 'A', linkedinUrl: 'javascript:alert(1)' }, 'linkedinUrl'],
  ['no time', { name: 'A', lastVisitAt: '01.02.2026' }, 'lastVisitAt'],
  ['a day that does not exist', { name: 'A', lastVisitAt: '2026-02-31T00:00:00Z' }, 'lastVisitAt'],
  ['an object as a custom value', { name: 'A', custom: { a: {} } }, 'custom.a'],
  ['too many tags', { name: 'A', tags: Array(101).fill('x') }, 'tags'],
])('%s is named by its place', async (_, body, path) => {
  const problem = await workspace.key.refused('POST', '/v1/companies', { body });
  expect(problem).toMatchObject({ status: 400, code: 'invalid_request', errors: [expect.objectContaining({ path })] });
  expect(problem.detail).toMatch(/\w/);
});

test.each([
  [{ employees: -1 }, 'employees: must be at least 0'],
  [{ employees: 1.5 }, 'employees: must be a whole number'],
  [{ tags: Array(101).fill('x') }, 'tags: must have at most 100 entries'],
  [{ email: 'x'.repeat(400) }, expect.stringMatching(/^email: must /)],
])('%j is answered in words', async (body, detail) => {
  expect(await workspace.key.refused('POST', '/v1/companies', { body: { name: 'A', ...body } })).toMatchObject({
    detail,
  });
});

test('characters no database takes are left out, wherever they stand, and lose nothing else', async () => {
  const text = JSON.stringify({
    integrationId: workspace.integrationId,
    object: 'deal',
    company: { name: 'A\u0000cme \ud83e', custom: { 'k\u0000ey': 'v\u0000alue' } },
    deal: { title: 'B\u0000ig \ud83e', description: 'Fox 🦊' },
  });
  const { status, body } = await workspace.key.call<Sync>('POST', '/v1/syncs', {
    raw: { text, type: 'application/json' },
  });
  expect(status).toBe(201);
  expect(body.company.name).toBe('Acme \ufffd');
  const [row] = await house.database.query<{ source: object }[]>('select source from sync where id = $1', [body.id]);
  expect(row!.source).toMatchObject({
    company: { custom: { key: 'value' } },
    deal: { title: 'Big \ufffd', description: 'Fox 🦊' },
  });
});

test('what was sent is not repeated, and a long list of faults is cut', async () => {
  const problem = await workspace.key.refused('POST', '/v1/companies', { body: { name: { canary: 'canary-5150' } } });
  expect(JSON.stringify(problem)).not.toContain('5150');
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key${index}`, 1]));
  const { errors } = await workspace.key.refused('POST', '/v1/companies', { body: { name: 'A', ...many } });
  expect(errors!.length).toBeLessThanOrEqual(100);
});

describe('an address', () => {
  test('that gives a parameter twice is told so', async () => {
    expect(await workspace.key.refused('GET', '/v1/syncs?status=error&q=a&q=b')).toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: [{ path: 'q', message: 'was given more than once' }],
    });
  });

  test.each([
    ['https://hooks.example.com:99999/', /that exists/],
    ['https://me:secret@hooks.example.com/', /without a user name or password/],
  ])('%s for a webhook is refused with the reason', async (url, reason) => {
    const body = { url, events: ['sync.failed'] };
    expect((await workspace.admin.refused('POST', '/v1/webhooks', { body })).errors).toEqual([
      { path: 'url', message: expect.stringMatching(reason) },
    ]);
  });

  test.each(['/v1/nothing', '/v2/syncs', '/', '/v1/syncs/a/b/c'])(
    '%s that leads nowhere is not found',
    async (path) => {
      expect(await workspace.key.refused('GET', path)).toMatchObject({ status: 404, code: 'not_found' });
    },
  );

  test('with a method it does not know is not found', async () => {
    expect((await workspace.key.refused('PUT', '/v1/syncs')).status).toBe(404);
  });

  test.each(['/v1/syncs/%E0%A4%A', `/v1/syncs/${'x'.repeat(5_000)}`, '/v1/syncs/..%2F..%2Fetc'])(
    '%.30s that is broken is the caller’s fault',
    async (path) => {
      const { status } = await workspace.key.refused('GET', path);
      expect([400, 404]).toContain(status);
    },
  );
});

test('every problem has the same shape, and the id of its request', async () => {
  const { headers, body } = await workspace.key.call<Problem>('GET', `/v1/syncs/${unknownId()}`);
  expect(body).toEqual({
    type: expect.any(String),
    title: 'Not found',
    status: 404,
    code: 'not_found',
    detail: expect.any(String),
    requestId: headers.get('x-request-id'),
  });
});

test('what is our fault says nothing of its cause', async () => {
  const broken = await ApiHouse.open();
  const { key } = await broken.newWorkspace();
  await broken.database.query('alter table company rename to moved');
  const problem = await key.refused('GET', '/v1/companies');
  expect(problem).toMatchObject({ status: 500, code: 'internal' });
  expect(JSON.stringify(problem)).not.toMatch(/company|relation|select/i);
  await broken.close();
});

test('a caller that asks too often is told when to come back', async () => {
  const strict = await ApiHouse.open({ REQUESTS_PER_MINUTE: 3 });
  const { key } = await strict.newWorkspace();
  for (let times = 0; times < 3; times += 1) expect((await key.call('GET', '/v1/me')).status).toBe(200);
  const { status, headers, body } = await key.call<Problem>('GET', '/v1/me');
  expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  await strict.close();
});

describe('browsers', () => {
  const preflight = (origin: string) =>
    house.anybody.call('OPTIONS', '/v1/syncs', {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  test.each([
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'moz-extension://0b9c51a0-2d7b-4c39-9ab0-1f2e3d4c5b6a',
  ])('may call from the extension %s, without cookies', async (origin) => {
    const { headers } = await preflight(origin);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each(['https://evil.example', 'null', 'chrome-extension://evil.example'])('may not from %s', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('get the headers that keep a page safe', async () => {
    const { headers } = await house.anybody.call('GET', '/health/live');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

test('what is no HTTP is answered and does not end the process', async () => {
  const { hostname, port } = new URL(house.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
    socket.on('data', () => undefined);
    socket.on('close', () => resolve());
  });
  expect((await house.anybody.call('GET', '/health/live')).status).toBe(200);
});
