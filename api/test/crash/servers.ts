import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../local/child.ts';
import type { Leftovers } from '../../local/leftovers.ts';
import { freePort } from '../../local/ports.ts';
import { ensureDatabase, startPostgres } from '../../local/postgres.ts';
import { startRedis } from '../../local/redis.ts';
import { randomToken } from '../../local/secrets.ts';

/** Postgres, Redis and the practice CRM of a crash run; the first two can be taken away and come back. */
export interface CrashServers {
  folder: string;
  databaseUrl: string;
  redisUrl: string;
  crmUrl: string;
  /** Stops Postgres and starts it again on the same data. */
  restartPostgres(): Promise<void>;
  stopRedis(): Promise<void>;
  startRedis(): Promise<void>;
  stop(): Promise<void>;
}

export const CRM_TOKEN = 'practice-token';

export async function startCrashServers(root: string, leftovers: Leftovers): Promise<CrashServers> {
  const folder = mkdtempSync(join(tmpdir(), 'integration-queue-crash-'));
  // Postgres may run as another user, who must pass through.
  chmodSync(folder, 0o711);
  leftovers.addFolder(folder);
  const postgresOptions = {
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    password: randomToken(),
    log: join(folder, 'postgres.log'),
    // What was committed must survive the restart.
    throwAway: false,
  };
  const redisOptions = {
    dataDir: join(folder, 'redis'),
    port: await freePort(),
    password: randomToken(),
    log: join(folder, 'redis.log'),
    throwAway: true,
    databases: 16,
  };
  let postgres = await startPostgres(postgresOptions);
  leftovers.add('Postgres', postgres.pid);
  leftovers.addFolder(postgres.dataDir);
  let redis = await startRedis(redisOptions);
  leftovers.add('Redis', redis.pid);
  const crm: Child = await startChild({
    name: 'Practice CRM',
    command: process.execPath,
    args: [join(root, 'e2e/practice-crm/main.ts')],
    env: { PATH: process.env.PATH, PORT: '0', TOKEN: CRM_TOKEN },
    log: join(folder, 'crm.log'),
    answers: true,
  });
  return {
    folder,
    databaseUrl: await ensureDatabase(postgres.url, 'integration_queue'),
    redisUrl: redis.url,
    crmUrl: (JSON.parse(await crm.answer) as { url: string }).url,
    async restartPostgres() {
      await postgres.stop();
      postgres = await startPostgres(postgresOptions);
      leftovers.add('Postgres', postgres.pid);
    },
    stopRedis: () => redis.stop(),
    async startRedis() {
      redis = await startRedis(redisOptions);
      leftovers.add('Redis', redis.pid);
    },
    async stop() {
      await Promise.all([crm.stop(), redis.stop()]);
      await postgres.stop();
      leftovers.clear();
    },
  };
}
