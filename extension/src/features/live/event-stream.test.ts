/** @jest-environment node */
import type { LiveEvent } from '@integration-queue/shared/event';
import { startServer } from '../../../test/support/server';
import { readEventStream, StreamRefusedError } from './event-stream';

let server: Awaited<ReturnType<typeof startServer>>;
let answer: Parameters<typeof startServer>[0];
beforeEach(async () => {
  server = await startServer((request, response) => answer(request, response));
});
afterEach(() => server.stop());

async function read(lastEventId: string | null = null, signal = new AbortController().signal) {
  const events: LiveEvent[] = [];
  let [alive, opened] = [0, 0];
  await readEventStream({
    serverUrl: server.url,
    token: 'token-1',
    lastEventId,
    signal,
    onOpen: () => (opened += 1),
    onEvent: (event) => events.push(event),
    onAlive: () => (alive += 1),
  });
  return { events, alive, opened };
}

it('reads events and heartbeats until the server closes the stream', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(': heartbeat\n\nid: 41\nevent: summary\ndata: {"oldestPendingAt":"Z');
    response.end('ürich"}\n\nid: 42\nevent: sync\ndata: {"items":[],\ndata: "deletedIds":["x"],"refetch":true}\n\n');
  };
  const { events, alive, opened } = await read();
  expect(events).toEqual([
    { id: '41', event: 'summary', data: { oldestPendingAt: 'Zürich' } },
    { id: '42', event: 'sync', data: { items: [], deletedIds: ['x'], refetch: true } },
  ]);
  expect([alive, opened]).toEqual([4, 1]);
});

it('says who asks and where the last stream ended', async () => {
  answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end();
  await read('40');
  expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer token-1', 'last-event-id': '40' });
});

it('tells a refusal with its status', async () => {
  answer = (_, response) => void response.writeHead(401).end();
  await expect(read()).rejects.toEqual(new StreamRefusedError(401));
});

it('does not take a login page of a network for our server', async () => {
  answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>');
  await expect(read()).rejects.toMatchObject({ name: 'UnreachableError' });
});

it('ends when nobody follows any more', async () => {
  const controller = new AbortController();
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': heartbeat\n\n');
    controller.abort();
  };
  await expect(read(null, controller.signal)).rejects.toThrow();
});
