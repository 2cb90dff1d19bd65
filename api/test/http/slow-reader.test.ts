import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let sender: Sender;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
  sender = new Sender(house, workspace);
});

/** Their answers, of 100 bytes and more, are far more than what a system holds between two that talk. */
const LINES = 100_000;

/** Streams lines that are no items, and behind them one that is. */
async function openStream(): Promise<IncomingMessage> {
  const call = request(`${house.url}/v1/syncs/stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.key.token}`, 'content-type': 'application/x-ndjson' },
  });
  const { integrationId } = workspace;
  const item = { key: 'last', integrationId, company: { name: 'Acme', domain: 'acme.example' } };
  call.end(`${'x\n'.repeat(LINES)}${JSON.stringify(item)}\n`);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  return answer;
}

async function readStatuses(answer: IncomingMessage): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for await (const line of createInterface({ input: answer })) {
    const { status = 'end' } = JSON.parse(line) as { status?: string };
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}

test('a sender who does not read the answers is not read further, and has lost nothing when it reads again', async () => {
  const resting = await openStream();
  // As much again, begun later and read to its end, shows that there was time.
  expect(await readStatuses(await openStream())).toEqual({ invalid: LINES, accepted: 1, end: 1 });
  expect(await sender.entries()).toHaveLength(1);

  expect(await readStatuses(resting)).toEqual({ invalid: LINES, repeated: 1, end: 1 });
  expect(await sender.entries()).toHaveLength(1);
}, 60_000);
