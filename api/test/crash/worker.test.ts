import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhatIsStale } from '../../local/builds.ts';
import type { Child } from '../../local/child.ts';
import { freePort } from '../../local/ports.ts';
import { type RunningRedis, startRedis } from '../../local/redis.ts';
import { CRASH_POINTS } from '../../src/queue/crash-points.js';
import { House } from '../queue/house.js';
import { until } from '../until.js';
import { startWorkerProcess } from './worker-process.js';

let house: House;
let integration: string;
let redis: RunningRedis;
let restartRedis: () => Promise<void>;
const workers: Child[] = [];

beforeAll(async () => {
  await buildWhatIsStale('shared', 'api');
  house = await House.open();
  const folder = mkdtempSync(join(tmpdir(), 'integration-queue-redis-'));
  const options = {
    dataDir: folder,
    port: await freePort(),
    password: 'test',
    log: join(folder, 'log'),
    throwAway: true,
  };
  restartRedis = async () => {
    redis = await startRedis(options);
  };
  await restartRedis();
}, 180_000);
afterAll(async () => {
  await house.close();
  await redis.stop();
});
beforeEach(async () => {
  await house.clear();
  integration = await house.connect();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

async function work(count = 1): Promise<void> {
  for (let index = 0; index < count; index++) workers.push(await startWorkerProcess(house, redis.url));
}

const processed = async () => (await house.statuses())['processed'] ?? 0;

/** How many sessions of others are in the middle of something in the house's database. */
async function sessionsAtWork(): Promise<number> {
  const [row] = await house.database.query<{ count: number }[]>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
  );
  return row!.count;
}

/** More than one batch, so that the process dies with several in the air. */
const COUNT = 250;

test.each(CRASH_POINTS)(
  'a worker killed at %s leaves everything as it can be taken up again',
  async (point) => {
    const ids = await house.sendMany(integration, COUNT, (index) =>
      index % 2 === 0 ? { domain: `company-${index}.example` } : {},
    );
    const worker = await startWorkerProcess(house, redis.url, { CRASH_AT: point });
    expect(await worker.ended).toBe('killed by SIGKILL');

    // Postgres may still end a statement of the dead worker, such as a claim with a fresh lease.
    await until(async () => (await sessionsAtWork()) === 0);
    await house.expireLeases();
    await house.drain();
    expect(await house.statuses()).toEqual({ processed: COUNT });
    expect((await house.records()).map(({ writes }) => writes)).toEqual(ids.map(() => 1));
  },
  60_000,
);

/** Nobody rings in these tests: it is the sweep that finds what was accepted. */
test('a ring that never came delays a sync, and loses nothing', async () => {
  await work();
  await house.send(integration);
  await until(async () => (await processed()) === 1);
  await house.send(integration);
  await until(async () => (await processed()) === 2);
}, 60_000);

test('a Redis that goes away and comes back empty delays a sync, and loses nothing', async () => {
  await work();
  await house.send(integration);
  await until(async () => (await processed()) === 1);
  await redis.stop();
  await house.send(integration);
  await restartRedis();
  await until(async () => (await processed()) === 2);
  expect(workers[0]!.running()).toBe(true);
}, 60_000);

test('a worker that is asked to stop ends what is in the air, gives back the rest, and another goes on at once', async () => {
  await house.sendMany(integration, 1_500);
  await house.faults({ latencyMs: 400 });
  await work();
  await until(async () => (await processed()) > 0);
  await workers[0]!.stop();

  expect(await workers[0]!.ended).toBe('exit code 0');
  const left = await house.statuses();
  expect(left['processing']).toBeUndefined();
  expect(await house.integration(integration)).toMatchObject({ lease_token: null });
  expect(left['pending']).toBeGreaterThan(0);

  await house.faults({ latencyMs: 0 });
  await work();
  await until(async () => (await processed()) === 1_500);
  expect(new Set((await house.records()).map(({ writes }) => writes))).toEqual(new Set([1]));
}, 90_000);

test('workers share what there is to do, and the death of some changes nothing for who sent it', async () => {
  const others = [await house.connect(), await house.connect()];
  for (const id of [integration, ...others]) await house.sendMany(id, 1_000);
  await house.faults({ latencyMs: 50 });
  await work(3);
  await until(async () => (await processed()) > 300);
  process.kill(workers[0]!.pid, 'SIGKILL');
  process.kill(workers[1]!.pid, 'SIGKILL');
  await until(async () => (await processed()) === 3_000);
  const writes = (await house.records()).map((record) => record.writes);
  expect(writes).toHaveLength(3_000);
  expect(new Set(writes)).toEqual(new Set([1]));
}, 120_000);
