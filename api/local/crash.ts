/**
 * `npm run crash -- --seconds N --seed S`: kills workers, loses answers, flushes and stops Redis, restarts Postgres, while
 * people send, delete and retry; then counts in the CRM's own records. The last line is JSON; exits 1 unless nothing was
 * lost, done twice or sent after its delete, and everything accepted has a final status.
 *
 *   --dialect D   how the practice CRM is spoken to: practice (default), hubspot, salesforce, pipedrive, odoo, espocrm,
 *                 or `all`, one after the other
 *   --only        leaves out the run of the usual design that is printed beside
 */
import { parseArgs } from 'node:util';
import { DIALECTS, type DialectName } from '../test/crash/dialects.ts';
import type { CrashFigures } from '../test/crash/run.ts';
import { type CrashServers, startCrashServers } from '../test/crash/servers.ts';
import { buildWhatIsStale } from './builds.ts';
import { LOCAL_DIR, ROOT } from './folders.ts';
import { Leftovers } from './leftovers.ts';
import { runProgram } from './program.ts';
import { bringRedis } from './redis.ts';
import { Refusal, say } from './say.ts';

await runProgram(run);

async function run(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string' },
      dialect: { type: 'string', default: 'practice' },
      only: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  if (!(seconds >= 5) || !Number.isInteger(seed))
    throw new Refusal('Give --seconds (5 or more) and --seed (a whole number).');
  const names = chosen(values.dialect);
  await bringRedis();
  await buildWhatIsStale('shared', 'api');
  const held: boolean[] = [];
  for (const name of names) held.push(await runOne(name, { seconds, seed, beside: !values.only }));
  return held.every(Boolean);
}

function chosen(dialect: string): DialectName[] {
  const all = Object.keys(DIALECTS) as DialectName[];
  if (dialect === 'all') return all;
  const name = all.find((known) => known === dialect);
  if (!name) throw new Refusal(`There is no dialect "${dialect}". There are: ${all.join(', ')}, and all.`);
  return [name];
}

/** Answers whether the promise held. */
async function runOne(
  name: DialectName,
  { seconds, seed, beside }: { seconds: number; seed: number; beside: boolean },
): Promise<boolean> {
  // Read only now, since they need what is built.
  const { runCrash } = await import('../test/crash/run.ts');
  const { runUsual } = await import('../test/crash/usual.ts');
  const options = { root: ROOT, seconds, seed, dialect: DIALECTS[name] };
  say(`• Crash run of ${seconds} s, seed ${seed}, in the dialect ${name}`);
  const ours = await onServers((servers) => runCrash(servers, options));
  const usual = beside ? await onServers((servers) => runUsual(servers, options)) : null;
  if (usual) say(`  one Bull job a sync: ${describe(usual)}`);
  say(`  Integration Queue:   ${describe(ours)}`);
  say(JSON.stringify({ seed, dialect: name, ...ours, ...(usual ? { usual } : {}) }));
  return ours.lost + ours.twice + ours.sentAfterDelete + ours.unfinished === 0 && ours.accepted > 0;
}

async function onServers<T>(work: (servers: CrashServers) => Promise<T>): Promise<T> {
  const servers = await startCrashServers(ROOT, await Leftovers.ofOneRun(LOCAL_DIR, 'crash'));
  try {
    return await work(servers);
  } finally {
    await servers.stop();
  }
}

function describe(
  figures: Omit<CrashFigures, 'freezes' | 'restarts' | 'restartedWell' | 'deletes' | 'retries' | 'underFire'>,
) {
  const { accepted, effects, lost, twice, sentAfterDelete, kills } = figures;
  return `${accepted} accepted, ${effects} effects, lost ${lost}, twice ${twice}, sent after delete ${sentAfterDelete}, ${kills} kills`;
}
