import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, createClient } from '@integration-queue/shared';
import type { LiveEvent } from '@integration-queue/shared/event';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
});
afterAll(() => house.close());

/** Something in between whose connections break when told to. */
async function startLine(): Promise<{
  url: string;
  lastEventIds: (string | undefined)[];
  cut(): void;
  server: Server;
}> {
  const lastEventIds: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    lastEventIds.push(incoming.headers['last-event-id']?.toString());
    request(house.url + incoming.url, { headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
      outgoing.on('close', () => answer.destroy());
    }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, lastEventIds, cut: () => server.closeAllConnections(), server };
}

const names = (events: LiveEvent[]) =>
  events.flatMap((event) => (event.event === 'sync' ? event.data.items.map(({ company }) => company.name) : []));

test('following goes on behind the last event where the connection breaks, and misses nothing', async () => {
  const line = await startLine();
  const sender = new Sender(house, workspace);
  const leave = new AbortController();
  const seen: LiveEvent[] = [];
  for await (const event of createClient({ url: line.url, token: workspace.key.token! }).followEvents({
    signal: leave.signal,
  })) {
    seen.push(event);
    if (seen.length === 1) await sender.send({ company: { name: 'Before' } });
    if (names([event]).includes('Before') && line.lastEventIds.length === 1) {
      line.cut();
      await sender.send({ company: { name: 'Meanwhile' } });
    }
    if (names([event]).includes('Meanwhile')) leave.abort();
  }
  expect(line.lastEventIds).toEqual([undefined, seen.find((event) => names([event]).includes('Before'))!.id]);
  line.cut();
  line.server.close();
});

test('following goes on where the last time ended', async () => {
  const client = createClient({ url: house.url, token: workspace.key.token! });
  let lastEventId = '';
  for await (const { id } of client.followEvents()) {
    lastEventId = id;
    break;
  }
  await new Sender(house, workspace).send({ company: { name: 'While nobody looked' } });
  for await (const event of client.followEvents({ lastEventId })) {
    if (names([event]).includes('While nobody looked')) break;
  }
});

test('a token is asked for each connection; one that is not let in is told', async () => {
  let asked = 0;
  const client = createClient({ url: house.url, token: () => `token-${(asked += 1)}` });
  await expect(client.followEvents().next()).rejects.toThrow(ApiError);
  expect(asked).toBe(1);
});
