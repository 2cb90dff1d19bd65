import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { LiveEvent } from '@integration-queue/shared/event';
import type { Sync } from '@integration-queue/shared/sync';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { LiveEvents } from '../../src/events/live-events.js';
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

/** A stream of live events as a client reads it. */
class Stream {
  private constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<{ event?: string; id?: string; data: string }>,
    private readonly leaving: AbortController,
  ) {}

  static async open(caller: Caller, since?: string): Promise<Stream> {
    const leaving = new AbortController();
    const response = await fetch(`${caller.url}/v1/events`, {
      headers: { authorization: `Bearer ${caller.token}`, ...(since ? { 'last-event-id': since } : {}) },
      signal: leaving.signal,
    });
    if (!response.ok) throw new Error(`The stream answered ${response.status}`);
    const events = response
      .body!.pipeThrough(new TextDecoderStream() as never)
      .pipeThrough(new EventSourceParserStream());
    return new Stream(response, events.getReader(), leaving);
  }

  /** The next event that `wanted` accepts; undefined where the stream ended before it. */
  async next(wanted: (event: LiveEvent) => boolean = () => true): Promise<LiveEvent | undefined> {
    for (;;) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      const event = { id: value.id, event: value.event, data: JSON.parse(value.data) as unknown } as LiveEvent;
      if (wanted(event)) return event;
    }
  }

  leave(): void {
    this.leaving.abort();
  }
}

const isSync = (event: LiveEvent) => event.event === 'sync';
const send = async (name: string, of = workspace) =>
  (await of.key.call<Sync>('POST', '/v1/syncs', { body: { integrationId: of.integrationId, company: { name } } })).body;

test('a stream begins with the summary, and tells a change once it is committed, with the counts of then', async () => {
  const stream = await Stream.open(workspace.key);
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
  expect(stream.response.headers.get('cache-control')).toMatch(/no-/);
  expect(await stream.next()).toMatchObject({ event: 'summary', data: { counts: { pending: 0 } } });
  const sync = await send('Acme');
  expect(await stream.next(isSync)).toMatchObject({
    id: expect.stringMatching(/./),
    data: { items: [sync], deletedIds: [], refetch: false },
  });
  expect(await stream.next()).toMatchObject({ event: 'summary', data: { counts: { pending: 1 } } });
  stream.leave();
});

test('what is deleted, restored and retried is told, and what happens to an integration', async () => {
  const sync = await send('Acme');
  const stream = await Stream.open(workspace.key);
  await workspace.admin.call('DELETE', `/v1/syncs/${sync.id}`);
  expect(await stream.next(isSync)).toMatchObject({ data: { items: [], deletedIds: [sync.id] } });
  await workspace.admin.call('POST', `/v1/syncs/${sync.id}/restore`);
  expect(await stream.next(isSync)).toMatchObject({ data: { items: [{ id: sync.id }], deletedIds: [] } });
  await workspace.admin.call('POST', `/v1/integrations/${workspace.integrationId}/pause`);
  expect(await stream.next(({ event }) => event === 'integration')).toMatchObject({
    data: { id: workspace.integrationId, status: 'paused' },
  });
  stream.leave();
});

test('what is rolled back is not told', async () => {
  const stream = await Stream.open(workspace.key);
  const [ok, broken] = [
    await send('Acme'),
    { object: 'company', company: { name: 'A', externalId: 'a', domain: 'a.example' } },
  ];
  await workspace.key.call('POST', '/v1/syncs', { body: { integrationId: workspace.integrationId, ...broken } });
  await workspace.key.refused('POST', '/v1/syncs', {
    body: { integrationId: workspace.integrationId, company: { name: 'B', externalId: 'b', domain: 'a.example' } },
  });
  await send('Last');
  const told: string[] = [];
  while (!told.includes('Last')) {
    const event = await stream.next(isSync);
    if (event?.event === 'sync') told.push(...event.data.items.map(({ company }) => company.name));
  }
  expect(told.sort()).toEqual(['A', ok.company.name, 'Last']);
  stream.leave();
});

test('a stream that comes back with the last id gets what it missed, deleted ones too', async () => {
  const [kept, gone] = [await send('Kept'), await send('Gone')];
  const first = await Stream.open(workspace.key);
  const { id } = (await first.next())!;
  first.leave();
  await house.database.query(`update sync set updated_at = now() - interval '1 hour' where workspace_id = $1`, [
    workspace.workspaceId,
  ]);
  const missed = await send('Missed');
  await workspace.key.call('DELETE', `/v1/syncs/${gone.id}`);
  const second = await Stream.open(workspace.key, id);
  expect(await second.next(isSync)).toMatchObject({
    data: { items: [{ id: missed.id }], deletedIds: [gone.id], refetch: false },
  });
  expect(kept.id).not.toBe(missed.id);
  second.leave();
});

test('more than a stream can tell one by one is told as "fetch anew"', async () => {
  const stream = await Stream.open(workspace.key);
  await workspace.key.call('POST', '/v1/syncs/batch', {
    body: {
      items: Array.from({ length: 300 }, (_, index) => ({
        integrationId: workspace.integrationId,
        company: { name: `Company ${index}` },
      })),
    },
  });
  const event = (await stream.next(isSync))!;
  expect(event).toMatchObject({ data: { refetch: true } });
  expect((event.data as { items: Sync[] }).items.length).toBeLessThanOrEqual(100);
  stream.leave();
  const again = await Stream.open(workspace.key, String(BigInt(event.id) - 10_000_000n));
  expect(await again.next(isSync)).toMatchObject({ data: { refetch: true } });
  again.leave();
});

test('an id that is none is answered with "fetch anew"', async () => {
  const stream = await Stream.open(workspace.key, 'nonsense');
  expect(await stream.next(isSync)).toMatchObject({ data: { items: [], refetch: true } });
  stream.leave();
});

test('nobody hears of another workspace', async () => {
  const other = await house.newWorkspace();
  const stream = await Stream.open(workspace.key);
  await send('Theirs', other);
  const ours = await send('Ours');
  expect(await stream.next(isSync)).toMatchObject({ data: { items: [{ id: ours.id }] } });
  stream.leave();
});

test('a stream ends with its session', async () => {
  const { admin } = workspace;
  await house.database.query(
    `update session set expires_at = now() + interval '1 second' where member_id in (select id from member where workspace_id = $1)`,
    [workspace.workspaceId],
  );
  const stream = await Stream.open(admin);
  expect(await stream.next(() => false)).toBeUndefined();
});

test('a stream ends once its key is deleted or its session is closed, and only then', async () => {
  const key = await house.newKey(workspace, ['syncs:read']);
  const streams = [await Stream.open(key), await Stream.open(workspace.admin), await Stream.open(workspace.key)];
  await workspace.admin.call('DELETE', `/v1/api-keys/${key.id}`);
  await workspace.admin.call('DELETE', '/v1/sessions/current');
  await house.part(LiveEvents).dismissUnwelcome();
  expect(await streams[0]!.next(() => false)).toBeUndefined();
  expect(await streams[1]!.next(() => false)).toBeUndefined();
  const sync = await send('Still told');
  expect(await streams[2]!.next(isSync)).toMatchObject({ data: { items: [{ id: sync.id }] } });
  streams[2]!.leave();
});

test('a stream ends once a rotation has ended the secret it was opened with, and not before', async () => {
  const key = await house.newKey(workspace, ['syncs:read']);
  const rotate = (overlapSeconds: number) =>
    workspace.admin.call<{ key: string }>('POST', `/v1/api-keys/${key.id}/rotate`, { body: { overlapSeconds } });
  const first = await Stream.open(key);
  const second = await Stream.open(house.as((await rotate(60)).body.key));
  await house.part(LiveEvents).dismissUnwelcome();
  const { id } = await send('Still told');
  for (const stream of [first, second]) expect(await stream.next(isSync)).toMatchObject({ data: { items: [{ id }] } });
  const third = await Stream.open(house.as((await rotate(0)).body.key));
  await house.part(LiveEvents).dismissUnwelcome();
  for (const stream of [first, second]) expect(await stream.next(() => false)).toBeUndefined();
  const sync = await send('Told still');
  expect(await third.next(isSync)).toMatchObject({ data: { items: [{ id: sync.id }] } });
  third.leave();
});

test('a connection to the database that is lost is opened again, and everybody fetches anew', async () => {
  const stream = await Stream.open(workspace.key);
  await stream.next();
  await house.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like '%events' and pid <> pg_backend_pid()`,
  );
  expect(await stream.next(isSync)).toMatchObject({ data: { refetch: true } });
  const sync = await send('After');
  expect(await stream.next(isSync)).toMatchObject({ data: { items: [{ id: sync.id }] } });
  stream.leave();
});

test('streams end when the process stops', async () => {
  const other = await ApiHouse.open();
  const { key } = await other.newWorkspace();
  const stream = await Stream.open(key);
  await stream.next();
  await other.close();
  expect(await stream.next(() => false).catch(() => undefined)).toBeUndefined();
});
