import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refusal, timed } from './say.ts';

/** Debian asks this program whether a service of a package that is being installed may be started. */
const POLICY = '/usr/sbin/policy-rc.d';

/** A program this machine may have under several names, and what brings it where it is missing. */
export interface SystemProgram {
  /** What people call it. */
  title: string;
  /** Names on the PATH or full paths, best first. */
  names: string[];
  /** Debian's package. */
  debian: string;
  /** Commands for people, by what their machine has. */
  hints: Partial<Record<'apt-get' | 'dnf' | 'pacman' | 'apk' | 'brew', string>>;
  /** The variable that names the program's path, for people who have it elsewhere. */
  variable?: string;
}

/** The path of the first of these programs that is there, or undefined. */
export function findProgram(names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin'];
  for (const name of names) {
    const candidates = name.startsWith('/') ? [name] : folders.filter(Boolean).map((folder) => join(folder, name));
    const found = candidates.find(canExecute);
    if (found) return found;
  }
  return undefined;
}

/**
 * The path of a program; where it is missing, root on a Debian-like system gets it from the system's packages, and anyone
 * else a Refusal with the one command to run.
 */
export async function bringProgram(program: SystemProgram): Promise<string> {
  const named = program.variable && process.env[program.variable];
  if (named) {
    if (canExecute(named)) return named;
    throw new Refusal(`${program.variable}=${named} is no program that can be run.`);
  }
  const found = findProgram(program.names);
  if (found) return found;
  if (process.getuid?.() === 0 && findProgram(['apt-get'])) {
    await timed(`Installed ${program.title}`, () => installDebian(program.debian), `Installing ${program.title}`);
    const installed = findProgram(program.names);
    if (installed) return installed;
  }
  throw new Refusal(`${program.title} is missing on this machine. Install it with: ${hint(program)}`);
}

function hint({ hints, variable, title }: SystemProgram): string {
  const manager = (['apt-get', 'dnf', 'pacman', 'apk', 'brew'] as const).find((name) => findProgram([name]));
  const command = (manager && hints[manager]) ?? `the package manager of your system (package ${title})`;
  return variable ? `${command}\nor name one you have: ${variable}=/path/to/it` : command;
}

/** Installs a package and leaves its service alone: not started now, not started when the machine starts. */
async function installDebian(debian: string): Promise<void> {
  const apt = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Where one of several package lists cannot be had, the package may still be found in the others.
  await run('apt-get', [...apt, 'update'], env);
  const ours = denyServices();
  const installed = await run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', debian], env);
  if (ours) rmSync(POLICY, { force: true });
  if (!installed.ok) throw new Refusal(`apt-get could not install ${debian}:\n${installed.output}`);
  if (existsSync(`/lib/systemd/system/${debian}.service`)) spawnSync('systemctl', ['disable', debian]);
}

/** Answers whether the answer "no" was put there by us. */
function denyServices(): boolean {
  try {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

function canExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
