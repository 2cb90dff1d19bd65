import { LOCAL_DIR } from '../local/folders.ts';
import { Leftovers } from '../local/leftovers.ts';
import { startThrowAwayServers, type ThrowAwayServers } from '../local/throw-away-servers.ts';

/** How `stop-servers.ts` finds what was started: Jest hands nothing from one to the other. */
export const started: { servers?: ThrowAwayServers } = ((globalThis as Record<string, unknown>)['testServers'] ??= {});

/** Before the first test: a Postgres and a Redis, unless `npm test` or a person named some in the environment. */
export default async function startServers(): Promise<void> {
  if (process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_URL) return;
  const leftovers = await Leftovers.ofOneRun(LOCAL_DIR, 'jest');
  started.servers = await startThrowAwayServers(leftovers);
  process.env.TEST_DATABASE_URL = started.servers.databaseUrl;
  process.env.TEST_REDIS_URL = started.servers.redisUrl;
}
