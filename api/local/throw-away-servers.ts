import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Leftovers } from './leftovers.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { randomToken } from './secrets.ts';

/** More than there will ever be test files. */
const REDIS_DATABASES = 1024;

export interface ThrowAwayServers {
  /** Connection string of a superuser to the database `postgres`. */
  databaseUrl: string;
  redisUrl: string;
  pids: { postgres: number; redis: number };
  stop(): Promise<void>;
}

/**
 * A Postgres and a Redis of their own for one run, fast and forgetful; `durable` ones write to the disk as in earnest,
 * where that is what is measured. `leftovers` is told what there is to clean up.
 */
export async function startThrowAwayServers(
  leftovers: Leftovers,
  { durable = false }: { durable?: boolean } = {},
): Promise<ThrowAwayServers> {
  const folder = mkdtempSync(join(tmpdir(), 'integration-queue-'));
  // Postgres may run as another user, who must pass through; what lies in it is closed to others by itself.
  chmodSync(folder, 0o711);
  leftovers.addFolder(folder);
  const [postgresPort, redisPort] = [await freePort(), await freePort()];
  const [postgres, redis] = await Promise.all([
    startPostgres({
      dataDir: join(folder, 'postgres'),
      port: postgresPort,
      password: randomToken(),
      log: join(folder, 'postgres.log'),
      throwAway: !durable,
    }),
    startRedis({
      dataDir: join(folder, 'redis'),
      port: redisPort,
      password: randomToken(),
      log: join(folder, 'redis.log'),
      throwAway: true,
      databases: REDIS_DATABASES,
    }),
  ]);
  leftovers.add('Postgres', postgres.pid);
  leftovers.add('Redis', redis.pid);
  leftovers.addFolder(postgres.dataDir);
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    pids: { postgres: postgres.pid, redis: redis.pid },
    stop: async () => {
      await Promise.all([redis.stop(), postgres.stop()]);
      leftovers.clear();
    },
  };
}
