/** @jest-environment node */
import type { ServerResponse } from 'node:http';
import { fakeBrowser } from '@webext-core/fake-browser';
import { json, problem, startServer } from '../../../test/support/server';
import { onFastClock } from '../../../test/support/silence';
import { storeSession } from '../../../test/support/sign-in';
import { makeSync } from '../../../test/support/syncs';
import { notificationKindsItem } from '../notifications/notification-kinds';
import { cancelSend, flushOutbox, send, sendAgain } from './outbox';
import { outboxItem, type SendRequest } from './outbox-entry';

const HOUR = 3_600_000;
const REQUEST: Omit<SendRequest, 'id'> = {
  input: { integrationId: 'hubspot-1', company: { name: 'Example GmbH' } },
  companyName: 'Example GmbH',
  integrationName: 'HubSpot',
};
const sync = makeSync();
const sendNow = (changes: Partial<SendRequest> = {}) => send({ ...REQUEST, id: crypto.randomUUID(), ...changes });
/** What the server did, by Idempotency-Key. */
let created: Map<string, number>;
let deleted: string[];
let onCreate: (response: ServerResponse) => void;
let server: Awaited<ReturnType<typeof startServer>>;

beforeEach(async () => {
  fakeBrowser.reset();
  created = new Map();
  deleted = [];
  onCreate = (response) => json(response, 201, sync);
  server = await startServer(({ method, path, headers }, response) => {
    if (path === '/v1/me') return json(response, 200, {});
    if (method === 'DELETE') {
      deleted.push(path);
      return json(response, 204);
    }
    const key = String(headers['idempotency-key']);
    created.set(key, (created.get(key) ?? 0) + 1);
    onCreate(response);
  });
  await storeSession(server.url);
});
afterEach(() => server.stop());

const states = async () => (await outboxItem.get()).map(({ state }) => state);
const loseAnswer = (response: ServerResponse) => void response.destroy();

it('hands a send over at once where the server answers', async () => {
  expect(await sendNow()).toEqual({ state: 'sent', sync });
  expect(await states()).toEqual([]);
  expect(server.seen.at(-1)?.body).toEqual(REQUEST.input);
});

it('keeps a send while the server is away, and sends it once when it is back', async () => {
  await server.stop();
  expect(await sendNow()).toMatchObject({ state: 'kept' });
  await flushOutbox();
  expect(await states()).toEqual(['waiting']);
  await server.startAgain();
  await Promise.all([flushOutbox(), flushOutbox()]);
  expect([...created.values()]).toEqual([1]);
  expect(await states()).toEqual([]);
});

it.each([
  ['is done', 201, [], 0],
  ['is refused, which is told', 400, ['refused'], 1],
])('keeps a send the server says nothing to, and goes on until it %s', async (_, status, left, told) => {
  await notificationKindsItem.set({ sendFailed: true, needsAttention: false, worksAgain: false });
  const notified = jest.spyOn(fakeBrowser.notifications, 'create');
  let speak = (): void => undefined;
  onCreate = (response) => {
    speak = () => (status === 201 ? json(response, 201, sync) : problem(response, status, 'invalid_request'));
  };
  const { answer, tookMs } = await onFastClock(() => sendNow());
  expect(answer).toMatchObject({ state: 'kept' });
  expect(tookMs).toBeLessThan(5_000);
  expect(await states()).toEqual(['maybe_sent']);
  speak();
  // What is being delivered is not delivered again beside that, but waited for.
  await flushOutbox();
  expect([await states(), created.size]).toEqual([left, 1]);
  expect(notified).toHaveBeenCalledTimes(told);
});

it('repeats a send whose answer got lost under the same key', async () => {
  onCreate = loseAnswer;
  expect(await sendNow()).toMatchObject({ state: 'kept' });
  expect(await states()).toEqual(['maybe_sent']);
  onCreate = (response) => json(response, 200, sync);
  await flushOutbox();
  expect(created.size).toBe(1);
  expect(await states()).toEqual([]);
});

it.each(['maybe_sent', 'withdrawing'] as const)(
  'leaves to the person what was %s so long ago that the server may have forgotten its key',
  async (state) => {
    onCreate = loseAnswer;
    await sendNow();
    const leftAt = Date.now() - 23.5 * HOUR;
    await outboxItem.change((entries) => entries.map((entry) => ({ ...entry, state, leftAt })));
    onCreate = (response) => json(response, 201, sync);
    await flushOutbox();
    await flushOutbox();
    expect([...created.values()]).toEqual([1]);
    expect(await outboxItem.get()).toMatchObject([{ state: 'refused', problem: { code: 'maybe_sent' } }]);
  },
);

it('sends anew what may have arrived where the person wants it so, once, and nothing that was refused', async () => {
  onCreate = loseAnswer;
  const { id } = (await sendNow()) as { id: string };
  const leftAt = Date.now() - 23.5 * HOUR;
  await outboxItem.change((entries) => entries.map((entry) => ({ ...entry, leftAt })));
  await flushOutbox();
  onCreate = (response) => json(response, 201, sync);
  const answers = await Promise.all([sendAgain(id), sendAgain(id)]);
  expect(answers.map(({ state }) => state).sort()).toEqual(['sent', 'withdrawn']);
  expect([...created.values()]).toEqual([1, 1]);
  expect(await states()).toEqual([]);

  onCreate = (response) => problem(response, 400, 'invalid_request');
  const refused = (await sendNow()) as { id: string };
  await sendAgain(refused.id);
  expect(created.size).toBe(3);
  expect(await outboxItem.get()).toMatchObject([{ id: refused.id, state: 'refused' }]);
});

it('keeps what is sent anew while the server is away, as any other send', async () => {
  onCreate = loseAnswer;
  const { id } = (await sendNow()) as { id: string };
  const problemOf = { code: 'maybe_sent', message: '' };
  await outboxItem.change(([entry]) => [{ ...entry!, state: 'refused', problem: problemOf }]);
  await server.stop();
  expect(await sendAgain(id)).toMatchObject({ state: 'kept' });
  expect(await outboxItem.get()).toMatchObject([{ state: 'waiting', companyName: 'Example GmbH' }]);
  await server.startAgain();
  onCreate = (response) => json(response, 201, sync);
  await flushOutbox();
  expect(await states()).toEqual([]);
});

it('sends what waited here for days, because its key was never used', async () => {
  await server.stop();
  await sendNow();
  await outboxItem.change((entries) => entries.map((entry) => ({ ...entry, createdAt: Date.now() - 72 * HOUR })));
  await server.startAgain();
  onCreate = loseAnswer;
  await flushOutbox();
  onCreate = (response) => json(response, 200, sync);
  await flushOutbox();
  expect([created.size, await states()]).toEqual([1, []]);
});

it('does once what a page asks for twice', async () => {
  const asked = { ...REQUEST, id: crypto.randomUUID() };
  onCreate = loseAnswer;
  await Promise.all([send(asked), send(asked)]);
  expect(await states()).toEqual(['maybe_sent']);
  expect(created.size).toBe(1);
});

it('sends what waits in the order in which it was accepted', async () => {
  await server.stop();
  for (const name of ['First', 'Second', 'Third']) {
    await sendNow({ input: { ...REQUEST.input, company: { name } } });
  }
  await server.startAgain();
  await flushOutbox();
  const bodies = server.seen.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(bodies).toMatchObject(['First', 'Second', 'Third'].map((name) => ({ company: { name } })));
});

it('sends nothing in the name of another member or to another server', async () => {
  await server.stop();
  await sendNow();
  await server.startAgain();
  await storeSession(server.url, { memberId: 'member-2' });
  await flushOutbox();
  expect([created.size, await states()]).toEqual([0, ['waiting']]);
  await storeSession(server.url);
  await flushOutbox();
  expect(created.size).toBe(1);
});

it('sends nothing to a server it was not meant for, though the same member signs in there', async () => {
  await server.stop();
  await sendNow();
  const other = await startServer((_, response) => json(response, 201, sync));
  await storeSession(other.url);
  await flushOutbox();
  expect([other.seen, await states()]).toEqual([[], ['waiting']]);
  await other.stop();
  await server.startAgain();
  await storeSession(server.url);
  await flushOutbox();
  expect([created.size, await states()]).toEqual([1, []]);
});

it('sends nothing more under the name of whoever signs in while it delivers', async () => {
  await server.stop();
  await sendNow();
  await sendNow();
  await server.startAgain();
  onCreate = (response) =>
    void storeSession(server.url, { memberId: 'member-2' }).then(() => json(response, 201, sync));
  await flushOutbox();
  expect([created.size, await states()]).toEqual([1, ['waiting']]);
});

it('does not let one send that always fails hold back the others', async () => {
  await server.stop();
  const ids = [crypto.randomUUID(), crypto.randomUUID()];
  for (const id of ids) await sendNow({ id });
  await server.startAgain();
  onCreate = (response) => {
    response.setHeader('retry-after', '0');
    if (created.has(ids[1]!)) return json(response, 201, sync);
    problem(response, 500, 'internal');
  };
  await flushOutbox();
  expect(await outboxItem.get()).toMatchObject([{ id: ids[0], state: 'maybe_sent' }]);
});

it('says what was refused while it delivered what had waited', async () => {
  await server.stop();
  await sendNow();
  await server.startAgain();
  onCreate = (response) => problem(response, 400, 'invalid_request');
  expect(await flushOutbox()).toMatchObject([{ companyName: 'Example GmbH' }]);
  expect(await flushOutbox()).toEqual([]);
});

it('keeps what was refused for the person to see, and does not try it again', async () => {
  onCreate = (response) => problem(response, 400, 'invalid_request');
  expect(await sendNow()).toMatchObject({ state: 'refused', problem: { code: 'invalid_request' } });
  await flushOutbox();
  expect([...created.values()]).toEqual([1]);
  const [entry] = await outboxItem.get();
  expect(await cancelSend(entry!.id)).toEqual({ withdrawn: true });
  expect(await states()).toEqual([]);
});

it.each([
  ['is busy', 429, 'rate_limited'],
  ['is stopping', 503, 'not_ready'],
  ['failed', 500, 'internal'],
  ['still works on it', 409, 'request_in_progress'],
])('tries again where the server %s', async (_, status, code) => {
  // The typed client repeats a keyed call by itself where the server asks for patience; it must not wait for that here.
  onCreate = (response) => {
    response.setHeader('retry-after', '0');
    problem(response, status, code);
  };
  expect(await sendNow()).toMatchObject({ state: 'kept' });
  onCreate = (response) => json(response, 201, sync);
  await flushOutbox();
  expect([created.size, await states()]).toEqual([1, []]);
});

it('cancels at once what never left', async () => {
  await server.stop();
  const kept = await sendNow();
  expect(await cancelSend(kept.state === 'kept' ? kept.id : '')).toEqual({ withdrawn: true });
  await server.startAgain();
  await flushOutbox();
  expect(created.size).toBe(0);
});

it('takes back from the API what may have arrived before it was cancelled', async () => {
  onCreate = loseAnswer;
  const kept = await sendNow();
  expect(await cancelSend(kept.state === 'kept' ? kept.id : '')).toEqual({ withdrawn: false });
  onCreate = (response) => json(response, 200, sync);
  await flushOutbox();
  expect([created.size, deleted, await states()]).toEqual([1, [`/v1/syncs/${sync.id}`], []]);
});

it('keeps what waits when the session has ended', async () => {
  onCreate = (response) => problem(response, 401, 'session_expired');
  expect(await sendNow()).toMatchObject({ state: 'kept' });
  expect(await states()).toEqual(['maybe_sent']);
});

it('accepts nothing while nobody is signed in', async () => {
  await fakeBrowser.storage.local.clear();
  expect(await sendNow()).toMatchObject({ state: 'refused', id: null, problem: { code: 'signed_out' } });
  expect(await states()).toEqual([]);
});
