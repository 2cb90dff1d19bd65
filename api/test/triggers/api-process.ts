import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../local/child.ts';
import { ROOT } from '../../local/folders.ts';
import { freePort } from '../../local/ports.ts';
import type { ApiHouse } from '../http/api-house.js';
import { until } from '../until.js';

/** An API as it runs for real, a process of its own beside the house's, on the same database. Needs the API to be built. */
export async function startApiProcess({ env }: ApiHouse): Promise<{ url: string; process: Child }> {
  const port = await freePort();
  const api = await startChild({
    name: 'api',
    command: process.execPath,
    args: ['--enable-source-maps', join(ROOT, 'api', 'dist', 'main.js')],
    env: {
      PATH: process.env['PATH'],
      ROLE: 'api',
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: env.DATABASE_URL,
      REDIS_URL: env.REDIS_URL,
      SECRET_KEYS: env.SECRET_KEYS,
      ALLOWED_ADDRESSES: '127.0.0.0/8',
      LOG_LEVEL: 'error',
      REQUESTS_PER_MINUTE: '0',
    },
    log: join(mkdtempSync(join(tmpdir(), 'integration-queue-api-')), 'api.log'),
    stopWithinMs: 25_000,
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/health/ready`).catch(() => null))?.status === 200);
  return { url, process: api };
}
