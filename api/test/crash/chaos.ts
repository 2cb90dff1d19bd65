import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Seeded } from './random.ts';
import type { CrashServers } from './servers.ts';
import type { Timeline } from './timeline.ts';
import type { Workers } from './workers.ts';

/** Worker processes that are there at any time, short of their starts. */
export const WORKERS = 3;
/** Longer than the leases of an integration and of the rows of a call. */
const FROZEN_MS = 25_000;
const REDIS_AWAY_MS = 5_000;

/**
 * Takes everything away under a run: workers are killed, frozen and restarted, Redis is flushed twice and stopped, Postgres
 * is restarted. What people do meanwhile is put on the timeline by the caller. A short run lasts until the frozen worker
 * goes on.
 */
export function planChaos(
  timeline: Timeline,
  { servers, workers, seed }: { servers: CrashServers; workers: Workers; seed: number },
): void {
  const random = new Seeded(seed + 2);
  timeline.every(500, () => workers.kill(random));
  timeline.at(0.15, () => workers.freeze(random, FROZEN_MS));
  timeline.at(0.3, () => flush(servers.redisUrl));
  timeline.at(0.4, () => takeRedisAway(servers));
  timeline.at(0.55, () => workers.restartAll(random));
  timeline.at(0.65, () => servers.restartPostgres());
  timeline.at(0.8, () => flush(servers.redisUrl));
}

async function flush(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

async function takeRedisAway(servers: CrashServers): Promise<void> {
  await servers.stopRedis();
  await sleep(REDIS_AWAY_MS);
  await servers.startRedis();
}
