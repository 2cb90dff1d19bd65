import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhatIsStale } from './builds.ts';
import { lastLines, startChild } from './child.ts';
import { LOCAL_DIR, ROOT } from './folders.ts';
import { Refusal, say } from './say.ts';
import { FAILED, jestTally, PASSED, playwrightTally, sum, type Tally, tallyOfRun } from './test-tally.ts';

/** Where reports and logs of the last run lie. */
export const REPORTS = join(LOCAL_DIR, 'test');

/** What a step is given. */
export interface TestRun {
  /** Parts of file names or titles: only tests that match are run. */
  patterns: string[];
  /** Servers and programs of the run. */
  env: Record<string, string>;
}

export interface Step {
  name: string;
  title: string;
  /** Whether it needs Postgres and Redis. */
  servers?: boolean;
  /** The browser it needs. */
  browser?: 'chromium' | 'firefox';
  /** Whether it may run at the same time as its neighbours that may. */
  beside?: boolean;
  run(run: TestRun, log: string): Promise<Tally>;
}

/** In the order in which they are worth knowing: quick and common faults first. */
export const STEPS: Step[] = [
  {
    name: 'format',
    title: 'Format',
    beside: true,
    run: (run, log) => script(log, run, '.', 'format:check'),
  },
  {
    name: 'types',
    title: 'Types',
    beside: true,
    run: async (run, log) => {
      await prepareTypes(run);
      const tallies = [];
      for (const folder of ['shared', 'api', 'e2e', 'extension']) {
        const how = await runNode(log, run, folder, ['node_modules/typescript/bin/tsc', '--noEmit']);
        tallies.push(how === 'exit code 0' ? PASSED : FAILED);
      }
      return sum(tallies);
    },
  },
  {
    name: 'lint',
    title: 'Lint',
    beside: true,
    run: async (run, log) => {
      await prepareTypes(run);
      return script(log, run, '.', 'lint');
    },
  },
  {
    name: 'build',
    title: 'Build',
    run: async () => {
      await buildWhatIsStale('shared', 'api', 'extension', 'extension for tests');
      return PASSED;
    },
  },
  { name: 'shared', title: 'Contract tests', run: (run, log) => jest(log, run, 'shared') },
  {
    name: 'extension',
    title: 'Extension tests',
    run: async (run, log) => {
      await buildWhatIsStale('shared', 'extension');
      return jest(log, run, 'extension');
    },
  },
  {
    name: 'api',
    title: 'API tests',
    servers: true,
    run: async (run, log) => {
      await buildWhatIsStale('shared', 'api');
      return jest(log, run, 'api');
    },
  },
  {
    name: 'e2e',
    title: 'Browser tests',
    servers: true,
    browser: 'chromium',
    run: async (run, log) => {
      await buildWhatIsStale('shared', 'api', 'extension for tests');
      return playwright(log, run, 'chromium');
    },
  },
  {
    name: 'crash',
    title: 'Crash run',
    beside: true,
    run: async (run, log) => {
      await buildWhatIsStale('shared', 'api');
      const how = await runNode(log, run, '.', ['api/local/crash.ts', '--seconds', '20', '--seed', '7', '--only']);
      return how === 'exit code 0' ? PASSED : FAILED;
    },
  },
  {
    name: 'firefox',
    title: 'Firefox tests',
    servers: true,
    browser: 'firefox',
    beside: true,
    run: async (run, log) => {
      await buildWhatIsStale('shared', 'api', 'extension for tests in Firefox');
      return playwright(log, run, 'firefox');
    },
  },
];

let typesPrepared: Promise<void> | undefined;

/** Makes the types that are built: those of the contract, and those of the extension's texts and entrypoints. Once a run. */
function prepareTypes(run: TestRun): Promise<void> {
  typesPrepared ??= (async () => {
    await buildWhatIsStale('shared');
    const log = join(REPORTS, 'prepare.log');
    const how = await runNode(log, run, 'extension', ['node_modules/wxt/bin/wxt.mjs', 'prepare']);
    if (how !== 'exit code 0') throw new Refusal(`The extension's types could not be made:\n\n${lastLines(log, 60)}`);
  })();
  return typesPrepared;
}

/** A package's script that is one check by itself. */
async function script(log: string, run: TestRun, folder: string, name: string): Promise<Tally> {
  return (await runNode(log, run, folder, ['--run', name])) === 'exit code 0' ? PASSED : FAILED;
}

async function jest(log: string, run: TestRun, folder: string): Promise<Tally> {
  const report = join(REPORTS, `${folder}.json`);
  const options = ['--ci', '--passWithNoTests', '--json', `--outputFile=${report}`];
  const how = await runNode(log, run, folder, ['--run', 'test', '--', ...options, ...run.patterns]);
  return tallyOfRun(how, jestTally(report));
}

async function playwright(log: string, run: TestRun, project: string): Promise<Tally> {
  const report = join(REPORTS, `e2e-${project}.json`);
  const how = await runNode(log, run, 'e2e', ['--run', 'test', '--', `--project=${project}`, ...run.patterns], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return tallyOfRun(how, playwrightTally(report));
}

/** Runs Node in a package's folder, shows each test file or test as it ends, and answers how it ended. */
async function runNode(
  log: string,
  { env }: TestRun,
  folder: string,
  args: string[],
  more: Record<string, string> = {},
): Promise<string> {
  const child = await startChild({
    name: args.join(' '),
    command: process.execPath,
    args,
    cwd: join(ROOT, folder),
    env: { ...process.env, ...env, ...more, CI: 'true', NO_COLOR: '1', FORCE_COLOR: undefined },
    log,
    onLine: (line) => {
      if (/^(PASS|FAIL) |^\s+[✓✘x-]\s+\d+ /.test(line)) say(`    ${line.trim()}`);
    },
  });
  return child.ended;
}

/** Forgets the reports of an earlier run: a step that writes none must not be counted by them. */
export function forgetReports(): void {
  rmSync(REPORTS, { recursive: true, force: true });
}
