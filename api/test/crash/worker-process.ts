import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../local/child.ts';
import { ROOT } from '../../local/folders.ts';
import { type House, SECRET_KEYS } from '../queue/house.js';

/** A worker as it runs for real: a process of its own, on the house's database. Needs the API to be built. */
export async function startWorkerProcess(
  house: House,
  redisUrl: string,
  more: Record<string, string> = {},
): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'integration-queue-worker-'));
  return startChild({
    name: 'worker',
    command: process.execPath,
    args: ['--enable-source-maps', join(ROOT, 'api', 'dist', 'main.js')],
    env: {
      PATH: process.env.PATH,
      ROLE: 'worker',
      DATABASE_URL: house.databaseUrl,
      REDIS_URL: redisUrl,
      SECRET_KEYS,
      ALLOWED_ADDRESSES: '127.0.0.0/8',
      LOG_LEVEL: 'error',
      ...more,
    },
    log: join(folder, 'worker.log'),
    // Longer than a worker may take to end what is in the air.
    stopWithinMs: 25_000,
  });
}
