import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CreatedApiKey, Me, Member, Session } from '@integration-queue/shared/access';
import { SCOPES } from '@integration-queue/shared/vocabulary';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
});
afterAll(() => house.close());

async function signIn(): Promise<Session> {
  const { email, password } = workspace;
  return (await house.anybody.call<Session>('POST', '/v1/sessions', { body: { email, password } })).body;
}

const refresh = (refreshToken: string) =>
  house.anybody.call<Session & { code?: string }>('POST', '/v1/sessions/refresh', { body: { refreshToken } });

describe('signing in', () => {
  test('opens a session for a quarter of an hour, whatever the case of the e-mail', async () => {
    const { status, body } = await house.anybody.call<Session>('POST', '/v1/sessions', {
      body: { email: ` ${workspace.email.toUpperCase()} `, password: workspace.password },
    });
    expect(status).toBe(201);
    expect(body.member).toMatchObject({ email: workspace.email, role: 'admin' });
    const minutes = (Date.parse(body.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15.1);
    const me = await house.as(body.token).call<Me>('GET', '/v1/me');
    expect(me.body).toMatchObject({
      workspace: { id: workspace.workspaceId },
      member: { email: workspace.email },
      apiKey: null,
      role: 'admin',
      scopes: expect.arrayContaining([...SCOPES]),
    });
  });

  test.each([
    ['a wrong password', () => ({ email: workspace.email, password: 'wrong' })],
    ['an unknown e-mail', () => ({ email: 'nobody@example.com', password: workspace.password })],
  ])('with %s says no more than that', async (_, credentials) => {
    expect(await house.anybody.refused('POST', '/v1/sessions', { body: credentials() })).toMatchObject({
      status: 401,
      code: 'wrong_credentials',
    });
  });

  test('is locked after ten wrong passwords, also for the right one, and says for how long', async () => {
    const { email } = await house.newMember(workspace);
    const body = { email, password: 'wrong' };
    for (let times = 0; times < 10; times += 1) await house.anybody.refused('POST', '/v1/sessions', { body });
    const { status, headers } = await house.anybody.call('POST', '/v1/sessions', {
      body: { email, password: workspace.password },
    });
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    // Nobody else is locked out.
    expect(await signIn()).toHaveProperty('token');
  });

  test('never repeats what was sent as a password', async () => {
    const { status, body } = await house.anybody.call('POST', '/v1/sessions', {
      body: { email: 'a@example.com', password: { secret: 'canary-5150' }, secret: 'canary-5150' },
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('5150');
  });
});

describe('refreshing', () => {
  test('exchanges a refresh token once; a second use closes the whole family', async () => {
    const first = await signIn();
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    expect((await house.as(second.body.token).call('GET', '/v1/me')).status).toBe(200);
    expect(await refresh(first.refreshToken)).toMatchObject({ status: 401, body: { code: 'refresh_token_reused' } });
    expect((await house.as(second.body.token).call('GET', '/v1/me')).status).toBe(401);
    expect((await refresh(second.body.refreshToken)).status).toBe(401);
  });

  test('of two that come at once only one goes on', async () => {
    const { refreshToken } = await signIn();
    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test('a token that is none of ours is refused', async () => {
    expect((await refresh('iq_ref_nonsense')).status).toBe(401);
  });
});

test('an expired session says so, so that the caller refreshes it', async () => {
  const { token, refreshToken } = await signIn();
  await house.database.query(
    `update session set expires_at = now() - interval '1 second' where refresh_hash = sha256($1)`,
    [Buffer.from(refreshToken)],
  );
  expect(await house.as(token).refused('GET', '/v1/me')).toMatchObject({ status: 401, code: 'session_expired' });
  expect((await refresh(refreshToken)).status).toBe(200);
});

test('signing out closes the session and its refresh token', async () => {
  const { token, refreshToken } = await signIn();
  expect((await house.as(token).call('DELETE', '/v1/sessions/current')).status).toBe(204);
  expect((await house.as(token).call('GET', '/v1/me')).status).toBe(401);
  expect((await refresh(refreshToken)).status).toBe(401);
});

test('an API key cannot sign out', async () => {
  expect((await workspace.key.refused('DELETE', '/v1/sessions/current')).status).toBe(400);
});

test.each(['', 'Basic abc', 'Bearer', 'Bearer nonsense', 'Bearer iq_key_nonsense'])(
  '"%s" opens nothing',
  async (header) => {
    const { status, headers, body } = await house.anybody.call<{ code: string }>('GET', '/v1/me', {
      headers: { authorization: header },
    });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'unauthenticated' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  },
);

describe('API keys', () => {
  const create = (body: object, as = workspace.admin) => as.call<CreatedApiKey>('POST', '/v1/api-keys', { body });

  test('are shown once, kept hashed, and do what their scopes say', async () => {
    const { status, body } = await create({ name: 'CI', scopes: ['syncs:read'] });
    expect(status).toBe(201);
    expect(body.key.startsWith(body.prefix)).toBe(true);
    const listed = await workspace.admin.call<{ items: object[] }>('GET', '/v1/api-keys');
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id: body.id, lastUsedAt: null }));
    expect(JSON.stringify(listed.body)).not.toContain(body.key);
    const key = house.as(body.key);
    expect((await key.call<Me>('GET', '/v1/me')).body).toMatchObject({
      member: null,
      apiKey: { id: body.id, name: 'CI' },
      role: 'member',
      scopes: ['syncs:read'],
    });
    expect((await key.call('GET', '/v1/syncs')).status).toBe(200);
    expect(await key.refused('GET', '/v1/companies')).toMatchObject({ status: 403, code: 'forbidden' });
    const used = await workspace.admin.call<{ items: { id: string; lastUsedAt: string }[] }>('GET', '/v1/api-keys');
    expect(used.body.items.find(({ id }) => id === body.id)?.lastUsedAt).toEqual(expect.any(String));
  });

  test('end when they are deleted, when they expire, and when they are mistyped', async () => {
    const { body } = await create({ name: 'A', scopes: ['syncs:read'] });
    expect((await workspace.admin.call('DELETE', `/v1/api-keys/${body.id}`)).status).toBe(204);
    expect((await house.as(body.key).call('GET', '/v1/me')).status).toBe(401);
    expect((await workspace.admin.call('DELETE', `/v1/api-keys/${body.id}`)).status).toBe(404);
    const expired = await create({ name: 'B', scopes: ['syncs:read'], expiresAt: '2100-01-01T00:00:00Z' });
    expect((await house.as(expired.body.key).call('GET', '/v1/me')).status).toBe(200);
    await house.database.query(`update api_key set expires_at = now() where id = $1`, [expired.body.id]);
    expect((await house.as(expired.body.key).call('GET', '/v1/me')).status).toBe(401);
    const last = workspace.apiKey.at(-1) === 'a' ? 'b' : 'a';
    expect((await house.as(workspace.apiKey.slice(0, -1) + last).call('GET', '/v1/me')).status).toBe(401);
  });

  test('give nothing their maker does not have', async () => {
    const maker = await house.newKey(workspace, ['workspace:admin', 'syncs:read']);
    expect((await create({ name: 'A', scopes: ['syncs:read'] }, maker)).status).toBe(201);
    expect(await maker.refused('POST', '/v1/api-keys', { body: { name: 'B', scopes: ['syncs:write'] } })).toMatchObject(
      {
        code: 'forbidden',
      },
    );
  });

  test('lose what their maker loses, and go with their maker', async () => {
    const boss = await house.newMember(workspace, 'admin');
    const { body } = await create({ name: 'A', scopes: ['workspace:admin', 'syncs:read'] }, boss);
    await workspace.admin.call('PATCH', `/v1/members/${boss.id}`, { body: { role: 'member' } });
    expect((await house.as(body.key).call<Me>('GET', '/v1/me')).body.scopes).toEqual(['syncs:read']);
    await workspace.admin.call('DELETE', `/v1/members/${boss.id}`);
    expect((await house.as(body.key).call('GET', '/v1/me')).status).toBe(401);
  });

  test.each([
    [{ name: 'A', scopes: [] }],
    [{ name: 'A', scopes: ['everything'] }],
    [{ name: '', scopes: ['syncs:read'] }],
    [{ name: 'A', scopes: ['syncs:read'], expiresAt: 'tomorrow' }],
    [{ name: 'A', scopes: ['syncs:read'], expiresAt: '2026-02-31T00:00:00Z' }],
    [{ name: 'A', scopes: ['syncs:read'], role: 'admin' }],
  ])('%j is refused', async (body) => {
    expect(await workspace.admin.refused('POST', '/v1/api-keys', { body })).toMatchObject({ code: 'invalid_request' });
  });
});

describe('members', () => {
  test('are added, changed and removed by an admin, and each change is in the audit log', async () => {
    const { body: member } = await workspace.admin.call<Member>('POST', '/v1/members', {
      body: { email: 'New@Example.com', name: 'New', role: 'member', password: 'long enough' },
    });
    expect(member).toMatchObject({ email: 'new@example.com', role: 'member' });
    const changed = await workspace.admin.call<Member>('PATCH', `/v1/members/${member.id}`, {
      body: { role: 'admin' },
    });
    expect(changed.body).toMatchObject({ name: 'New', role: 'admin' });
    const { body: list } = await workspace.admin.call<{ items: Member[] }>('GET', '/v1/members');
    expect(list.items.map(({ id }) => id)).toContain(member.id);
    expect((await workspace.admin.call('DELETE', `/v1/members/${member.id}`)).status).toBe(204);
    expect((await workspace.admin.call('DELETE', `/v1/members/${member.id}`)).status).toBe(404);
    const logged = await house.database.query<object[]>(
      `select action, actor_kind, details from audit_log where workspace_id = $1 and target_id = $2 order by id`,
      [workspace.workspaceId, member.id],
    );
    expect(logged).toMatchObject([
      { action: 'member.added' },
      { action: 'member.changed' },
      { action: 'member.removed' },
    ]);
    expect(JSON.stringify(logged)).not.toContain('long enough');
  });

  test('an e-mail belongs to one member', async () => {
    const body = { email: workspace.email.toUpperCase(), name: 'Twin', role: 'member', password: 'long enough' };
    expect(await workspace.admin.refused('POST', '/v1/members', { body })).toMatchObject({ code: 'conflict' });
  });

  test('a new password closes the sessions of before', async () => {
    const member = await house.newMember(workspace);
    await workspace.admin.call('PATCH', `/v1/members/${member.id}`, { body: { password: 'another long one' } });
    expect((await member.call('GET', '/v1/me')).status).toBe(401);
    expect(await house.signIn({ email: member.email, password: 'another long one' })).toBeDefined();
  });

  test('a workspace keeps an admin', async () => {
    const alone = await house.newWorkspace();
    const { body } = await alone.admin.call<Me>('GET', '/v1/me');
    const self = `/v1/members/${body.member!.id}`;
    expect(await alone.admin.refused('DELETE', self)).toMatchObject({ code: 'conflict' });
    expect(await alone.admin.refused('PATCH', self, { body: { role: 'member' } })).toMatchObject({ code: 'conflict' });
  });

  test('of two admins that remove each other at once one stays', async () => {
    const two = await house.newWorkspace();
    const other = await house.newMember(two, 'admin');
    const { body } = await two.admin.call<Me>('GET', '/v1/me');
    const answers = await Promise.all([
      two.admin.call('DELETE', `/v1/members/${other.id}`),
      other.call('DELETE', `/v1/members/${body.member!.id}`),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test.each([
    { email: 'none', name: 'A', role: 'member', password: 'long enough' },
    { email: 'a@example.com', name: 'A', role: 'owner', password: 'long enough' },
    { email: 'a@example.com', name: 'A', role: 'member', password: 'short' },
  ])('%j is refused', async (body) => {
    expect(await workspace.admin.refused('POST', '/v1/members', { body })).toMatchObject({ code: 'invalid_request' });
  });

  test('a member is not asked', async () => {
    const member = await house.newMember(workspace);
    expect(await member.refused('DELETE', `/v1/members/${unknownId()}`)).toMatchObject({ code: 'forbidden' });
    expect(await member.refused('GET', '/v1/api-keys')).toMatchObject({ code: 'forbidden' });
  });
});
