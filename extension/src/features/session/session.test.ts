/** @jest-environment node */
import { fakeBrowser } from '@webext-core/fake-browser';
import { json, problem, startServer, type Seen } from '../../../test/support/server';
import { sessionAnswer, storeSession } from '../../../test/support/sign-in';
import { accountItem, connectionItem } from './account';
import { accessToken, signIn, signOut } from './session';
import { accessTokenItem, refreshTokenItem } from './tokens';
import { withApi } from './with-api';

const EXPIRED = { expiresAt: Date.now() - 1 };
let server: Awaited<ReturnType<typeof startServer>>;
let answer: Parameters<typeof startServer>[0];

beforeEach(async () => {
  fakeBrowser.reset();
  server = await startServer((request, response) => answer(request, response));
});
afterEach(() => server.stop());

const pathsSeen = () => server.seen.map(({ method, path }) => `${method} ${path}`);

it('signs in: the password is not kept, the tokens are', async () => {
  const account = await storeSession(server.url);
  await fakeBrowser.storage.local.clear();
  answer = ({ path }, response) =>
    path === '/v1/sessions'
      ? json(response, 201, sessionAnswer(account, 7))
      : json(response, 200, { workspace: account.workspace });
  await signIn({ serverUrl: server.url, email: 'ada@example.com', password: 'secret' });
  expect(await accountItem.get()).toEqual(account);
  expect(await accessToken()).toBe('access-7');
  expect(JSON.stringify(await fakeBrowser.storage.local.get())).not.toContain('secret');
});

it('uses a refresh token once, however many calls need it', async () => {
  const account = await storeSession(server.url, EXPIRED);
  answer = (_, response) => json(response, 200, sessionAnswer(account, 2));
  const tokens = await Promise.all([accessToken(), accessToken(), accessToken()]);
  expect(tokens).toEqual(['access-2', 'access-2', 'access-2']);
  expect(server.seen.map(({ body }) => body)).toEqual([{ refreshToken: 'refresh-1' }]);
  expect(await refreshTokenItem.get()).toBe('refresh-2');
});

it('renews a token the API refuses, and makes the call again', async () => {
  const account = await storeSession(server.url);
  answer = ({ path, headers }: Seen, response) => {
    if (path === '/v1/sessions/refresh') return json(response, 200, sessionAnswer(account, 2));
    if (headers.authorization === 'Bearer access-2') return json(response, 200, { role: 'admin' });
    return problem(response, 401, 'session_expired');
  };
  expect(await withApi((api) => api.me())).toEqual({ role: 'admin' });
  expect(pathsSeen()).toEqual(['GET /v1/me', 'POST /v1/sessions/refresh', 'GET /v1/me']);
});

it('ends the session where it cannot be renewed, and says that it expired', async () => {
  await storeSession(server.url, EXPIRED);
  answer = (_, response) => problem(response, 401, 'refresh_token_reused');
  await expect(accessToken()).rejects.toMatchObject({ name: 'SignedOutError' });
  expect(await accountItem.get()).toBeNull();
  expect(await connectionItem.get()).toMatchObject({ state: 'signed_out', expired: true });
});

it('keeps the session while the server is away, and notes that it is', async () => {
  await storeSession(server.url, EXPIRED);
  await server.stop();
  await expect(withApi((api) => api.me())).rejects.toThrow();
  expect(await refreshTokenItem.get()).toBe('refresh-1');
  expect(await connectionItem.get()).toMatchObject({ state: 'offline' });
});

it('notes that the server is back', async () => {
  await storeSession(server.url);
  await connectionItem.set({ state: 'offline', since: 1 });
  answer = (_, response) => problem(response, 404, 'not_found');
  await expect(withApi((api) => api.getSync('x'))).rejects.toMatchObject({ code: 'not_found' });
  expect(await connectionItem.get()).toMatchObject({ state: 'online' });
});

it('takes a proxy’s error page for a server that is away', async () => {
  await storeSession(server.url);
  answer = (_, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  await expect(withApi((api) => api.retrySync('x'))).rejects.toThrow();
  expect(await connectionItem.get()).toMatchObject({ state: 'offline' });
});

it('takes nobody else’s session for a call that is under way', async () => {
  await storeSession(server.url);
  answer = async (_, response) => {
    await storeSession('https://other.example.com', { memberId: 'member-2' });
    await accessTokenItem.set({ token: 'access-of-other', expiresAt: Date.now() + 3_600_000 });
    problem(response, 401, 'session_expired');
  };
  await expect(withApi((api) => api.me())).rejects.toMatchObject({ name: 'SignedOutError' });
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1']);
});

it('never has the tokens of one member beside the name of another', async () => {
  const before = await storeSession(server.url);
  const after = { ...before, member: { ...before.member, id: 'member-2' } };
  const seen: unknown[] = [];
  accessTokenItem.watch(() => void accountItem.get().then((account) => seen.push(account?.member.id)));
  answer = ({ path }, response) =>
    path === '/v1/sessions'
      ? json(response, 201, sessionAnswer(after, 7))
      : json(response, 200, { workspace: after.workspace });
  await signIn({ serverUrl: server.url, email: 'bea@example.com', password: 'secret' });
  expect(await accountItem.get()).toEqual(after);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).not.toContain('member-1');
});

it.each([
  ['is not in memory', null],
  ['has expired', { token: 'access-1', ...EXPIRED }],
])('ends the session on the server where the access token %s', async (_, access) => {
  const account = await storeSession(server.url);
  await accessTokenItem.set(access);
  answer = ({ path }, response) =>
    path === '/v1/sessions/refresh' ? json(response, 200, sessionAnswer(account, 2)) : json(response, 204);
  await signOut();
  expect(pathsSeen()).toEqual(['POST /v1/sessions/refresh', 'DELETE /v1/sessions/current']);
  expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer access-2');
  expect(await refreshTokenItem.get()).toBeNull();
});

it('signs out without a network too', async () => {
  await storeSession(server.url);
  await server.stop();
  await signOut();
  expect([await accountItem.get(), await accessTokenItem.get(), await refreshTokenItem.get()]).toEqual([
    null,
    null,
    null,
  ]);
  expect(await connectionItem.get()).toMatchObject({ state: 'signed_out', expired: false });
});
