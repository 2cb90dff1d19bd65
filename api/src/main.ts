import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import type { INestApplicationContext } from '@nestjs/common';
import { createApi, createWorker } from './app.js';
import { createDataSource, migrate } from './database.js';
import { type Env, readEnv } from './env.js';

/** What stops is given this long; a second signal ends it at once. */
const PATIENCE_MS = 20_000;

/**
 * Dead objects are collected when they are half as much as what is alive, where V8 lets them become three times as much on
 * a large machine: an import of 600,000 lines then took 150 MB more than at its beginning, now about 30 MB, as fast.
 */
setFlagsFromString('--heap-growing-percent=50');

async function start(): Promise<void> {
  const env = readEnv();
  const database = await createDataSource(env.DATABASE_URL, { poolSize: 2 }).initialize();
  await migrate(database);
  await database.destroy();
  const app = env.ROLE === 'worker' ? await startWorker(env) : await startApi(env);
  // For a supervisor that waits for it; nobody listens otherwise.
  process.send?.('ready');
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      app.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

async function startApi(env: Env): Promise<INestApplicationContext> {
  const app = await createApi(env);
  await app.listen(env.PORT, env.HOST);
  return app;
}

async function startWorker(env: Env): Promise<INestApplicationContext> {
  return (await createWorker(env)).init();
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
