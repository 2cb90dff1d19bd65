// Brings what the project runs on, with nothing but Node >= 20 and npm, then hands over to the command's TypeScript
// under the project's own Node. Plain JavaScript without a dependency: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMANDS = ['start', 'test', 'bench', 'crash', 'crm:check', 'admin', 'screenshots'];
const PNPM_VERSION = '12.21.0';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tools = join(root, '.local', 'tools');
const projectNode = join(root, 'node_modules', 'node', 'bin', 'node');
/** Kept beside what it describes: whoever deletes node_modules deletes the memory of it too. */
const installedFrom = join(root, 'node_modules', '.installed-from');

const [command, ...args] = process.argv.slice(2);
/** Where progress is told: what the admin command line answers may be in a file. */
const progress = command === 'admin' ? process.stderr : process.stdout;
if (!COMMANDS.includes(command)) fail(`Say what to run, one of: ${COMMANDS.join(', ')}.`);
if (process.platform === 'win32') fail('On Windows this runs inside WSL (wsl.exe --install), where Redis exists.');
const program = join(root, 'api', 'local', `${command.replace(':', '-')}.ts`);
if (!existsSync(program)) fail(`"npm run ${command}" is not part of this version yet.`);

await installPackages();
handOver();

/** Installs the workspace's packages, unless they are the ones the lockfile names already. */
async function installPackages() {
  const wanted = hashOfManifests();
  const present = existsSync(installedFrom) && existsSync(projectNode) ? readFileSync(installedFrom, 'utf8') : '';
  if (present === wanted) return;
  const pnpm = findPnpm() ?? (await bringPnpm());
  await runQuietly('Installing packages', pnpm[0], [...pnpm.slice(1), 'install', '--frozen-lockfile'], {
    // Without a terminal pnpm stops to ask before it replaces a folder made by another version; CI answers for it.
    CI: 'true',
  });
  if (!existsSync(projectNode)) {
    fail(
      'The packages are installed, but Node 24 is not among them: the install script of the package "node" did not run.',
    );
  }
  writeFileSync(installedFrom, wanted);
}

/** A fingerprint of everything that decides which packages belong here, the machine's kind included. */
function hashOfManifests() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const packages = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(/^ {2}- (\S+)$/gm);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  for (const [, folder] of packages) files.push(`${folder}/package.json`);
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** The command line of a pnpm on the PATH that reads our lockfile, or undefined. */
function findPnpm() {
  // The root folder is no checkout of another project, whose settings could make a pnpm replace itself by a download.
  const found = spawnSync('pnpm', ['--version'], { encoding: 'utf8', timeout: 20_000, cwd: '/' });
  const [major, minor] = (found.stdout ?? '').trim().split('.').map(Number);
  const [wantedMajor, wantedMinor] = PNPM_VERSION.split('.').map(Number);
  return major === wantedMajor && minor >= wantedMinor ? ['pnpm'] : undefined;
}

/** Brings pnpm into `.local/tools` and answers its command line. Nothing is installed outside the checkout. */
async function bringPnpm() {
  // pnpm's own entry in JavaScript also finds the binary where npm was told to run no install script.
  const entry = join(tools, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
  const manifest = join(tools, 'node_modules', 'pnpm', 'package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== PNPM_VERSION) {
    mkdirSync(tools, { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--save-exact'];
    await runQuietly(`Bringing pnpm ${PNPM_VERSION}`, 'npm', [
      'install',
      '--global=false',
      ...quiet,
      '--prefix',
      tools,
      `pnpm@${PNPM_VERSION}`,
    ]);
  }
  return [process.execPath, entry];
}

/** Runs a step whose output matters only when it fails; a line every ten seconds says that it still goes on. */
function runQuietly(title, file, fileArgs, env = {}) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  progress.write(`  … ${title}\n`);
  return new Promise((resolve) => {
    const child = spawn(file, fileArgs, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const heartbeat = setInterval(() => progress.write(`    still at it, ${seconds()}\n`), 10_000);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => fail(`${title} failed: ${file} could not be started (${error.message}).`));
    child.on('close', (code) => {
      clearInterval(heartbeat);
      if (code !== 0) fail(`${title} failed:\n\n${output}`);
      progress.write(`  ✓ ${title}, ${seconds()}\n`);
      resolve();
    });
  });
}

/** Runs the command under the project's Node and ends as it ends. */
function handOver() {
  // The child sees this process end, even by SIGKILL, as the channel closing, and then stops what it started.
  const child = spawn(projectNode, ['--disable-warning=ExperimentalWarning', program, ...args], {
    cwd: root,
    env: { ...process.env, PATH: [dirname(projectNode), process.env.PATH].join(delimiter) },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  stopWhenNpmIsGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`Node 24 could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm passes SIGTERM on to a shell, and some shells die of it without telling us: a new parent is how we learn of it. */
function stopWhenNpmIsGone(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
