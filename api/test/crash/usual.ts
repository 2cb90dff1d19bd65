import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Bull from 'bull';
import { planChaos, WORKERS } from './chaos.ts';
import { countEffects, type Figures, type SyncEnd } from './count.ts';
import { endFaults, readEffects, startFaults } from './crm.ts';
import { type Item, Items } from './items.ts';
import { Seeded } from './random.ts';
import type { CrashOptions } from './run.ts';
import type { CrashServers } from './servers.ts';
import { Timeline } from './timeline.ts';
import { openUsualCrm } from './usual-crm.ts';
import { Workers } from './workers.ts';

/** Of the jobs added last, so many may be deleted. */
const RECENT = 120;
/** Longer than Bull takes to find a stalled job. */
const QUIET_MS = 65_000;

/**
 * The same run for the usual design: one Bull job a sync, three attempts, Redis as the only memory. Whatever was accepted
 * and not deleted was promised; whether Bull still knows it does not matter to who sent it. It has no Postgres to lose.
 */
export async function runUsual(servers: CrashServers, options: CrashOptions): Promise<Figures & { kills: number }> {
  const { root, seconds, seed, dialect } = options;
  await (await openUsualCrm(root, dialect, servers.crmUrl)).prepare();
  const queue = new Bull<Item>('usual', servers.redisUrl, { defaultJobOptions: { attempts: 3, backoff: 500 } });
  queue.on('error', () => undefined);
  const workers = new Workers(WORKERS, {
    args: [join(root, 'api/test/crash/usual-worker.ts')],
    env: {
      PATH: process.env.PATH,
      REDIS_URL: servers.redisUrl,
      CRM_URL: servers.crmUrl,
      DIALECT: dialect.provider,
      NODE_COMPILE_CACHE: join(servers.folder, 'compiled'),
    },
    log: join(servers.folder, 'usual.log'),
  });
  const items = new Items(seed);
  const deleting = new Seeded(seed + 1);
  const ends = new Map<string, SyncEnd>();
  await workers.atWork();
  await startFaults(servers.crmUrl);
  const timeline = new Timeline(seconds * 1000);
  timeline.every(dialect.everyMs, async () => {
    const batch = items.take(dialect.batch);
    // A name of its own, since Bull counts from one again when Redis comes back empty.
    const jobs = batch.map((item) => ({ data: item, opts: { jobId: item.mark } }));
    await queue.addBulk(jobs);
    for (const { mark } of batch) ends.set(mark, { id: mark, key: mark, mark, ended: 'processed' });
  });
  timeline.every(150, async () => {
    const mark = deleting.pick([...ends.keys()].slice(-RECENT));
    const job = mark === undefined ? null : await queue.getJob(mark);
    if (!job || (await job.isCompleted())) return;
    await job.remove();
    ends.get(mark!)!.ended = 'deleted';
  });
  planChaos(timeline, { servers, workers, seed });
  await timeline.run();
  await endFaults(servers.crmUrl);
  await settled(queue);
  await workers.stop();
  await queue.close();
  const figures = countEffects([...ends.values()], await readEffects(servers.crmUrl), { inOrder: false });
  return { ...figures, kills: workers.kills };
}

/** Until nothing waits, or nothing has moved for as long as a stalled job is found in. */
async function settled(queue: Bull.Queue): Promise<void> {
  for (let since = performance.now(), before = ''; performance.now() - since < QUIET_MS;) {
    const { waiting, active, delayed } = await queue.getJobCounts();
    if (waiting + active + delayed === 0) return;
    const now = `${waiting} ${active} ${delayed}`;
    if (now !== before) since = performance.now();
    before = now;
    await sleep(500);
  }
}
