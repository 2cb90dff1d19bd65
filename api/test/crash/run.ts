import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '@integration-queue/shared';
import { say } from '../../local/say.ts';
import { planChaos, WORKERS } from './chaos.ts';
import { countEffects, type Figures } from './count.ts';
import { countWrites, endFaults, readEffects, startFaults } from './crm.ts';
import { connection, type Dialect } from './dialects.ts';
import { People } from './people.ts';
import { startProduct } from './product.ts';
import { readEnds } from './read-ends.ts';
import type { CrashServers } from './servers.ts';
import { Timeline } from './timeline.ts';
import { Workers } from './workers.ts';

export interface CrashOptions {
  root: string;
  seconds: number;
  seed: number;
  dialect: Dialect;
}

export interface CrashFigures extends Figures {
  kills: number;
  freezes: number;
  /** Workers asked to stop, and how many of them ended what they did and exited well. */
  restarts: number;
  restartedWell: number;
  deletes: number;
  retries: number;
  /** Effects there were before the faults ended: the run is worth little where most of them come after. */
  underFire: number;
}

/** An account whose searches lag by a minute takes that long to believe that something is not there. */
const DRAIN_WITHIN_MS = 240_000;
/** Times what failed is tried again when all else is done. */
const RETRIES = 3;

/**
 * The crash run: real API and worker processes, people who send, delete and retry, and everything taken away under them;
 * then faults off, drain, and count in the CRM's own records.
 */
export async function runCrash(servers: CrashServers, options: CrashOptions): Promise<CrashFigures> {
  const { root, seconds, seed, dialect } = options;
  const { api, client, worker } = await startProduct(root, servers);
  const people = new People(client, await connect(client, servers, dialect), seed);
  const workers = new Workers(WORKERS, worker);
  await workers.atWork();
  await startFaults(servers.crmUrl);
  const timeline = new Timeline(seconds * 1000);
  timeline.every(dialect.everyMs, () => people.send(dialect.batch));
  timeline.every(150, () => people.delete());
  timeline.every(1_500, () => people.retry());
  planChaos(timeline, { servers, workers, seed });
  await timeline.run();
  const underFire = await countWrites(servers.crmUrl);
  await endFaults(servers.crmUrl);
  await drain(client);
  await workers.stop();
  await api.stop();
  const figures = countEffects(await readEnds(servers.databaseUrl), await readEffects(servers.crmUrl), {
    told: people,
  });
  const { kills, freezes, restarts, restartedWell } = workers;
  return {
    ...figures,
    ...{ kills, freezes, restarts, restartedWell },
    ...{ deletes: people.deleted.size, retries: people.retries, underFire },
  };
}

/** Connects the accounts, one after the other: the first has our fields created there. */
async function connect(client: Api, servers: CrashServers, dialect: Dialect): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < dialect.integrations) {
    const { id, error } = await client.connectIntegration(connection(dialect, servers.crmUrl));
    if (error) throw new Error(`${dialect.provider} cannot be connected: ${error.message}`);
    ids.push(id);
  }
  return ids;
}

/** Until everything has a final status; what failed is retried, and may fail again for what only people can mend. */
async function drain(client: Api): Promise<void> {
  const until = Date.now() + DRAIN_WITHIN_MS;
  for (let retries = 0; Date.now() < until; await sleep(500)) {
    const { counts } = await client.summary();
    if (counts.pending + counts.processing > 0) continue;
    if (counts.error === 0 || retries === RETRIES) return;
    await client.retrySyncs({ filter: { status: 'error' } });
    retries += 1;
  }
  const { items } = await client.listSyncs({ limit: 200 });
  const left = items.filter(({ status }) => status === 'pending' || status === 'processing');
  say(`Not everything was drained in time: ${JSON.stringify(left.slice(0, 3))}`);
}
