import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type Child, lastLines, startChild } from './child.ts';
import { commandLineOf } from './identity.ts';
import { type PostgresHome, postgresHome } from './postgres-home.ts';
import { Refusal } from './say.ts';

const SUPERUSER = 'integration_queue';
/** The database everything of ours is in. */
export const OUR_DATABASE = 'integration_queue';
const READY_WITHIN_MS = 60_000;

/** For a machine that does other things as well; only this machine can connect, and only over TCP. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // A socket's path may be no longer than 107 bytes, and a checkout's is as long as it likes.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** For data that is thrown away: nothing waits for a disk. */
const THROW_AWAY: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  checkpoint_timeout: '30min',
};

/**
 * The C library would give memory for a large statement back to the system each time and fetch it again, page by page:
 * without this, accepting 1,000 syncs takes Postgres 137 ms of processor time in place of 96 ms on a virtual machine.
 */
const MEMORY_KEPT = { MALLOC_MMAP_THRESHOLD_: '268435456', MALLOC_TRIM_THRESHOLD_: '268435456' };

export interface PostgresOptions {
  /** Where the data shall lie; see `postgresHome` for when it lies elsewhere. */
  dataDir: string;
  port: number;
  /** Of the superuser, kept by the caller: the data folder only knows it hashed. */
  password: string;
  /** File that takes its log. */
  log: string;
  /** True for a database that need not survive the machine's fall. */
  throwAway?: boolean;
  /** Settings of postgresql.conf beside ours. */
  settings?: Record<string, string>;
}

export interface RunningPostgres extends Child {
  /** Connection string of the maintenance database `postgres`, as superuser. */
  url: string;
  /** Where the data lies in the end. */
  dataDir: string;
}

/**
 * Starts the packaged Postgres and settles when it takes connections. The data folder is made where there is none, and
 * used again where there is one, also after a fall of the machine or of Postgres itself.
 *
 * The package's own class is not used: it leaves Postgres in our process group, where Ctrl-C stops it before the programs
 * that need it, and it takes over our signals.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const home = postgresHome(options.dataDir);
  if (!existsSync(join(home.dataDir, 'global', 'pg_control'))) initialise(home, options);
  await clearTheWay(home);
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const child = await launch(home, options);
    const url = postgresUrl(options.port, options.password, 'postgres');
    if (await becomesReady(child, url, deadline)) return { ...child, url, dataDir: home.dataDir };
    await child.stop();
    const log = lastLines(options.log, 6);
    // Servers of a Postgres that was killed end a moment after it.
    if (!log.includes('pre-existing shared memory block') || Date.now() > deadline) {
      throw new Refusal(`Postgres did not start. The end of its log, ${options.log}:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Connection string of a database of our Postgres on this machine, as superuser. */
export function postgresUrl(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** The same server's connection string for another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Makes the database where there is none yet, and answers its connection string. */
export async function ensureDatabase(url: string, database: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return withDatabase(url, database);
}

function initialise(home: PostgresHome, { password }: PostgresOptions): void {
  const { user, dataDir } = home;
  // Without pg_control there never was a database in it: an initialisation that was cut short.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  const passwordFile = join(dirname(dataDir), `.password-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    for (const path of [dataDir, passwordFile]) chownSync(path, user.uid, user.gid);
  }
  try {
    // The second is for systems without the first.
    const failure = initdb(home, passwordFile, 'C.UTF-8') && initdb(home, passwordFile, 'C');
    if (failure) throw new Refusal(`Postgres could not make its data folder ${dataDir}:\n${failure}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Runs initdb and answers why it failed, or undefined. Texts are compared and changed by Postgres' own locale, the same on
 * every machine, which knows that ä and Ä are one letter, as plain C does not. Extensions such as pg_trgm still ask the
 * system, by `ctype`, what a letter is.
 */
function initdb({ user, binaries, dataDir }: PostgresHome, passwordFile: string, ctype: string): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(
    join(binaries, 'bin', 'initdb'),
    [
      `--pgdata=${dataDir}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${ctype}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...user, cwd: '/', env: environment(), encoding: 'utf8' },
  );
  return status === 0 ? undefined : stderr || stdout || (error?.message ?? 'initdb ended without a word');
}

/** Stops a Postgres that still runs on this folder, and removes the lock file of one that was killed. */
async function clearTheWay({ dataDir }: PostgresHome): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const runsHere = () => commandLineOf(pid).includes(dataDir);
  if (runsHere()) process.kill(pid, 'SIGINT');
  const deadline = Date.now() + READY_WITHIN_MS;
  while (runsHere()) {
    if (Date.now() > deadline) throw new Refusal(`Another Postgres (process ${pid}) does not let go of ${dataDir}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  rmSync(lock, { force: true });
}

function launch({ user, binaries, dataDir }: PostgresHome, options: PostgresOptions): Promise<Child> {
  const settings = { ...SETTINGS, ...(options.throwAway && THROW_AWAY), ...options.settings };
  return startChild({
    name: 'Postgres',
    command: join(binaries, 'bin', 'postgres'),
    args: [
      '-D',
      dataDir,
      '-p',
      String(options.port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: environment(),
    log: options.log,
    cwd: '/',
    ...user,
    // Fast shutdown: ends connections and writes everything down, where SIGTERM would wait for clients.
    stopSignal: 'SIGINT',
    stopWithinMs: 30_000,
  });
}

async function becomesReady(child: Child, url: string, deadline: number): Promise<boolean> {
  while (child.running() && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      // 28P01: it runs, and another password than ours was set when the folder was made.
      if (error instanceof pg.DatabaseError && error.code === '28P01') {
        await child.stop();
        throw new Refusal(
          'The database in the local folder was made with a password that is no longer there (.local/secrets.json). ' +
            'Bring that file back, or remove the folder to start anew.',
        );
      }
      await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, 50))]);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

/** Nothing of the caller's environment: PGDATA, PGPORT and the like would steer it. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...MEMORY_KEPT };
}
