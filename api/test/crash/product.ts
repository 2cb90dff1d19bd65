import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, createClient } from '@integration-queue/shared';
import { type Child, startChild } from '../../local/child.ts';
import { freePort } from '../../local/ports.ts';
import { CRM_TOKEN, type CrashServers } from './servers.ts';
import type { WorkerStart } from './workers.ts';

/** The product as it runs for real: an API process, and how its workers are started. */
export interface Product {
  api: Child;
  client: Api;
  worker: WorkerStart;
}

/** Starts the API on a database that is set up anew. Needs it to be built. */
export async function startProduct(root: string, servers: CrashServers): Promise<Product> {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    SECRET_KEYS: `crash:${randomBytes(32).toString('base64')}`,
    ALLOWED_ADDRESSES: '127.0.0.0/8',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    REQUESTS_PER_MINUTE: '0',
    LOG_LEVEL: 'error',
    // Each kill is a start: compiled code is kept, so that the workers work and do not only start.
    NODE_COMPILE_CACHE: join(servers.folder, 'compiled'),
  };
  const apiKey = await setUp(root, env, servers);
  const main = join(root, 'api/dist/main.js');
  const api = await startChild({
    name: 'API',
    command: process.execPath,
    args: [main],
    env: { ...env, ROLE: 'api' },
    log: join(servers.folder, 'api.log'),
  });
  await untilReady(env.PUBLIC_URL, api);
  return {
    api,
    client: createClient({ url: env.PUBLIC_URL, token: apiKey }),
    worker: { args: [main], env: { ...env, ROLE: 'worker' }, log: join(servers.folder, 'workers.log') },
  };
}

async function setUp(root: string, env: NodeJS.ProcessEnv, servers: CrashServers): Promise<string> {
  const child = await startChild({
    name: 'setup',
    command: process.execPath,
    args: [
      join(root, 'api/dist/setup.js'),
      ...['--email', 'crash@example.com', '--password', 'crash password'],
      ...['--practice-crm-url', servers.crmUrl, '--practice-crm-token', CRM_TOKEN],
    ],
    env,
    log: join(servers.folder, 'setup.log'),
    answers: true,
  });
  return (JSON.parse(await child.answer) as { apiKey: string }).apiKey;
}

async function untilReady(url: string, api: Child): Promise<void> {
  while (api.running()) {
    if ((await fetch(`${url}/health/ready`).catch(() => null))?.ok) return;
    await sleep(100);
  }
  throw new Error(`The API could not be started: ${await api.ended}`);
}
