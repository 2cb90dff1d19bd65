import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildWhatIsStale } from '../../local/builds.ts';
import { type Child, startChild } from '../../local/child.ts';
import { ROOT } from '../../local/folders.ts';
import { ApiHouse } from '../http/api-house.js';
import { until } from '../until.js';
import { Telling } from './events.js';

let house: ApiHouse;
let telling: Telling;

beforeAll(async () => {
  await buildWhatIsStale('shared', 'api');
  house = await ApiHouse.open();
  telling = await Telling.open(house);
}, 300_000);
afterAll(async () => {
  await telling.close();
  await house.close();
});

const ENTRIES = 60;
const TAKEN = { status: 200 } as const;

/** A worker as it runs for real, a process of its own. */
function startWorker(): Promise<Child> {
  const { env } = house;
  return startChild({
    name: 'worker',
    command: process.execPath,
    args: ['--enable-source-maps', join(ROOT, 'api', 'dist', 'main.js')],
    env: {
      PATH: process.env['PATH'],
      ROLE: 'worker',
      DATABASE_URL: env.DATABASE_URL,
      REDIS_URL: env.REDIS_URL,
      SECRET_KEYS: env.SECRET_KEYS,
      ALLOWED_ADDRESSES: '127.0.0.0/8',
      LOG_LEVEL: 'error',
    },
    log: join(mkdtempSync(join(tmpdir(), 'integration-queue-worker-')), 'worker.log'),
    stopWithinMs: 25_000,
  });
}

test('workers killed in the middle of a round: each message once or more, in order per entry, none lost', async () => {
  const webhook = await telling.add({ events: ['sync.failed', 'sync.processed'] });
  const ids = await telling.accept(ENTRIES);
  await telling.settle(ids, 'error');
  await telling.workspace.key.call('POST', '/v1/syncs/retry', { body: { ids } });
  await telling.settle(ids, 'processed');

  const { received, reply } = telling.receiver;
  for (const upTo of [25, 60, 95]) {
    // The last of the round are never answered, so that the worker is certain to be killed while it waits for them.
    const goodOnes = Array.from({ length: upTo - received.length - 3 }, () => TAKEN);
    reply(...goodOnes, 'silence', 'silence', 'silence');
    const worker = await startWorker();
    await until(() => received.length >= upTo);
    process.kill(worker.pid, 'SIGKILL');
    await worker.ended;
    await house.database.query('update webhook set lease_until = now() where lease_until is not null');
  }
  const last = await startWorker();
  await until(async () => (await telling.get(webhook)).waiting === 0);
  await last.stop();

  const told = telling.verified(webhook);
  expect(told.length).toBeGreaterThan(2 * ENTRIES);
  const firsts = told.filter(
    ({ messageId }, place) => told.findIndex((other) => other.messageId === messageId) === place,
  );
  expect(firsts).toHaveLength(2 * ENTRIES);
  const types = Map.groupBy(firsts, ({ data }) => ('id' in data ? data.id : ''));
  for (const id of ids) expect(types.get(id)!.map(({ type }) => type)).toEqual(['sync.failed', 'sync.processed']);
}, 180_000);
