import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, startChild } from './child.ts';
import { LOCAL_DIR, ROOT } from './folders.ts';
import { Refusal, timed } from './say.ts';

export interface Build {
  name: 'shared' | 'api' | 'extension' | 'extension for tests' | 'extension for tests in Firefox';
  /** The package's folder. */
  folder: string;
  /** The package's script. */
  script: string;
  /** What the build reads, as patterns within the checkout. */
  inputs: string[];
  /** Where it writes, within the package. */
  output: string;
}

const EVERYWHERE = ['pnpm-lock.yaml', 'tsconfig.base.json'];
const EXTENSION = ['extension/src/**', 'extension/public/**', 'extension/*.{json,ts}', 'shared/src/**'];

/** In the order in which they need each other. */
const BUILDS: Build[] = [
  { name: 'shared', folder: 'shared', script: 'build', inputs: ['shared/src/**', 'shared/*.json'], output: 'dist' },
  {
    name: 'api',
    folder: 'api',
    script: 'build',
    inputs: ['api/src/**', 'api/*.json', 'shared/src/**'],
    output: 'dist',
  },
  { name: 'extension', folder: 'extension', script: 'build', inputs: EXTENSION, output: '.output' },
  {
    name: 'extension for tests',
    folder: 'extension',
    script: 'build:e2e',
    inputs: EXTENSION,
    output: '.output/chrome-mv3-e2e',
  },
  {
    name: 'extension for tests in Firefox',
    folder: 'extension',
    script: 'build:e2e:firefox',
    inputs: EXTENSION,
    output: '.output/firefox-mv3-e2e',
  },
];

/** Builds what changed since it was built last, and says so. Throws a Refusal with the compiler's words. */
export async function buildWhatIsStale(...names: Build['name'][]): Promise<void> {
  for (const build of BUILDS.filter(({ name }) => names.includes(name))) {
    const wanted = await fingerprint(build);
    const marker = join(ROOT, build.folder, build.output, '.built-from');
    if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) continue;
    rmSync(marker, { force: true });
    await timed(`Built ${build.name}`, () => runBuild(build));
    writeFileSync(marker, wanted);
  }
}

/** Of every file the build reads: its path and its content. */
async function fingerprint({ inputs }: Build): Promise<string> {
  const hash = createHash('sha256');
  const files = await filesIn(ROOT, [...EVERYWHERE, ...inputs]);
  for (const file of files.sort()) hash.update(`${file.slice(ROOT.length)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

async function runBuild({ name, folder, script, output }: Build): Promise<void> {
  const log = join(LOCAL_DIR, 'logs', `build-${name.replaceAll(' ', '-')}.log`);
  rmSync(log, { force: true });
  const started = Date.now();
  const child = await startChild({
    name: `Building ${name}`,
    command: process.execPath,
    // `node --run` needs no package manager, and finds the package's own tools.
    args: ['--run', script],
    cwd: join(ROOT, folder),
    env: { ...process.env, NO_COLOR: '1', CI: 'true' },
    log,
  });
  if ((await child.ended) !== 'exit code 0') throw new Refusal(`Building ${name} failed:\n\n${lastLines(log, 60)}`);
  // What an earlier build left of deleted sources must not live on; emptying the folder before the build would take the
  // ground from a running API.
  if (output === 'dist') await removeOlder(join(ROOT, folder, output), started - 1000);
}

async function removeOlder(folder: string, milliseconds: number): Promise<void> {
  for (const file of await filesIn(folder, ['**'])) {
    if (statSync(file).mtimeMs < milliseconds) rmSync(file);
  }
}

async function filesIn(folder: string, patterns: string[]): Promise<string[]> {
  const files = [];
  for await (const entry of glob(patterns, { cwd: folder, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  }
  return files;
}
