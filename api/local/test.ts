/**
 * `npm test`: every test there is, in steps, on a Postgres and a Redis of their own. Ends with a table and the line
 * `N passed, N failed, N skipped`; exits 1 where anything failed.
 *
 *   npm test                         everything
 *   npm test -- types lint           some steps: format, types, lint, build, shared, extension, api, crash, e2e,
 *                                    firefox
 *   npm test -- api queue settle     of a step with tests: those whose file matches one of the words
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringChromium } from './chromium.ts';
import { bringFirefox } from './firefox.ts';
import { LOCAL_DIR } from './folders.ts';
import { Leftovers } from './leftovers.ts';
import { runProgram } from './program.ts';
import { bringRedis } from './redis.ts';
import { Refusal, say, seconds } from './say.ts';
import { forgetReports, REPORTS, type Step, STEPS } from './test-steps.ts';
import { FAILED, sum, type Tally } from './test-tally.ts';
import { startThrowAwayServers, type ThrowAwayServers } from './throw-away-servers.ts';

interface Done {
  step: Step;
  tally: Tally;
  took: string;
}

let servers: ThrowAwayServers | undefined;
await runProgram(run, { atEnd: () => servers?.stop() });

async function run(): Promise<boolean> {
  const { steps, patterns } = chosen(process.argv.slice(2));
  forgetReports();
  const env: Record<string, string> = {};
  // First what may be missing on this machine: nobody should learn it after minutes.
  if (steps.some(({ servers: needed }) => needed)) await bringRedis();
  if (steps.some(({ browser }) => browser === 'chromium')) env['CHROMIUM_PATH'] = await bringChromium();
  if (steps.some(({ browser }) => browser === 'firefox')) env['FIREFOX_PATH'] = await bringFirefox();
  const done: Done[] = [];
  for (const group of inGroups(steps)) {
    if (group.some((step) => step.servers) && !servers) {
      servers = await startThrowAwayServers(await Leftovers.ofOneRun(LOCAL_DIR, 'test'));
      env['TEST_DATABASE_URL'] = servers.databaseUrl;
      env['TEST_REDIS_URL'] = servers.redisUrl;
    }
    done.push(...(await Promise.all(group.map((step) => runStep(step, { patterns, env })))));
  }
  await servers?.stop();
  servers = undefined;
  return conclude(done);
}

/** Steps that run at the same time, and each of the others by itself. */
function inGroups(steps: Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.beside && last?.[0]?.beside) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

async function runStep(step: Step, run: Parameters<Step['run']>[0]): Promise<Done> {
  const started = Date.now();
  const log = join(REPORTS, `${step.name}.log`);
  say(`• ${step.title}`);
  const tally = await step.run(run, log).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    return FAILED;
  });
  const took = seconds(started);
  if (tally.failed) say(`\n${outputOf(log)}\n`);
  say(`${tally.failed ? '✗' : '✓'} ${step.title}: ${tally.passed} passed, ${tally.failed} failed, ${took}`);
  return { step, tally, took };
}

/** Prints the table, and answers whether all is well. */
function conclude(done: Done[]): boolean {
  const total = sum(done.map(({ tally }) => tally));
  say('\n  step              passed  failed  skipped      time');
  for (const { step, tally, took } of done) {
    const counts = [tally.passed, tally.failed, tally.skipped].map((count) => String(count).padStart(8)).join('');
    say(`  ${step.title.padEnd(16)}${counts} ${took.padStart(10)}${tally.failed ? '  ✗' : ''}`);
  }
  say(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.passed > 0 && !total.failed;
}

/** The steps named first, all where none is named; the words after them are patterns. */
function chosen(args: string[]): { steps: Step[]; patterns: string[] } {
  const firstPattern = args.findIndex((arg) => !STEPS.some(({ name }) => name === arg));
  const names = firstPattern < 0 ? args : args.slice(0, firstPattern);
  const patterns = firstPattern < 0 ? [] : args.slice(firstPattern);
  if (patterns.length && !names.length) {
    throw new Refusal(
      `Name a step first, one of: ${STEPS.map(({ name }) => name).join(', ')}. "${patterns[0]}" is none.`,
    );
  }
  return { steps: names.length ? STEPS.filter(({ name }) => names.includes(name)) : STEPS, patterns };
}

/** All a failing step printed, as far as a person reads. */
function outputOf(log: string): string {
  try {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const first = Math.max(0, lines.length - 500);
    return (first ? [`(${first} lines more in ${log})`, ...lines.slice(first)] : lines).join('\n');
  } catch {
    return '';
  }
}
