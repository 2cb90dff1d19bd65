import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiError, createClient } from '@integration-queue/shared';
import type { SyncStreamItem } from '@integration-queue/shared/sync-stream';
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

const item = (n: number, more: object = {}): SyncStreamItem => ({
  key: `item-${n}`,
  integrationId: workspace.integrationId,
  object: 'company',
  company: { name: `Company ${n}`, domain: `c${n}.example` },
  ...more,
});

describe('the client, streaming,', () => {
  const client = (token = workspace.key.token!, fetcher: typeof fetch = fetch) =>
    createClient({ url: house.url, token, fetch: fetcher });

  test('sends more than fits in between, and reads the answers meanwhile', async () => {
    function* many() {
      for (let n = 0; n < 5_000; n += 1) yield item(n, { company: { name: `C ${n}`, description: 'x'.repeat(400) } });
    }
    const lines: number[] = [];
    for await (const { line, status } of client().streamSyncs(many())) {
      if (status !== 'accepted') throw new Error(`Line ${line} is ${status}`);
      lines.push(line);
    }
    expect(lines).toEqual(Array.from({ length: 5_000 }, (_, n) => n + 1));
  }, 60_000);

  test('sends again what was not answered when the connection broke: each once', async () => {
    let calls = 0;
    const breaking: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      calls += 1;
      if (calls > 2 || !answer.body) return answer;
      const cutting = new TransformStream<Uint8Array, Uint8Array>({
        transform(part, controller) {
          controller.enqueue(part.subarray(0, Math.ceil(part.length / 2)));
          controller.error(new TypeError('cut'));
        },
      });
      return new Response(answer.body.pipeThrough(cutting), answer);
    };
    async function* some() {
      for (let n = 0; n < 600; n += 1) yield item(n);
    }
    const seen: (string | null)[] = [];
    for await (const { key } of client(undefined, breaking).streamSyncs(some())) seen.push(key);
    expect(calls).toBe(3);
    expect(seen).toEqual(Array.from({ length: 600 }, (_, n) => `item-${n}`));
    const [{ n }] = await house.database.query<[{ n: number }]>(
      'select count(*)::int as n from sync where workspace_id = $1',
      [workspace.workspaceId],
    );
    expect(n).toBe(600);
  });

  test('rejects with the problem', async () => {
    const reader = await house.newKey(workspace, ['syncs:read']);
    const sends = client(reader.token!).streamSyncs([item(1)]);
    await expect(sends.next()).rejects.toThrow(ApiError);
  });

  const broken = new Error('no more');
  test.each([
    [
      'a list',
      function* () {
        yield item(1);
        throw broken;
      },
    ],
    [
      'a stream',
      async function* () {
        yield item(1);
        await Promise.resolve();
        throw broken;
      },
    ],
  ])('throws what its source throws, where that is %s', async (_, failing) => {
    const sends = client().streamSyncs(failing());
    const all = async () => {
      for await (const { status } of sends) expect(status).toBe('accepted');
    };
    await expect(all()).rejects.toBe(broken);
  });

  test('lets its source go where the loop is left', async () => {
    const left = Promise.withResolvers<void>();
    async function* endless() {
      try {
        for (let n = 0; ; n += 1) {
          yield item(n);
          await Promise.resolve();
        }
      } finally {
        left.resolve();
      }
    }
    for await (const { status } of client().streamSyncs(endless())) {
      expect(status).toBe('accepted');
      break;
    }
    await left.promise;
  });

  test('leaves entries that are in the list like any other', async () => {
    for await (const sent of client().streamSyncs([item(1)])) expect(sent.status).toBe('accepted');
    const [entry] = await sender.entries();
    expect(entry!.company.name).toBe('Company 1');
  });
});
