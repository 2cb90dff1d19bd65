import { spawn, type StdioOptions } from 'node:child_process';
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { makeFolder } from './folders.ts';
import { Refusal } from './say.ts';

/** A log that grew past this is set aside at the next start, so that a kept folder does not fill the disk. */
const LOG_BYTES = 20 * 1024 * 1024;

export interface ChildOptions {
  /** The word for it in messages. */
  name: string;
  command: string;
  args: string[];
  /** The whole environment of the child. */
  env: NodeJS.ProcessEnv;
  /** File that takes what it prints. */
  log: string;
  cwd?: string;
  uid?: number | undefined;
  gid?: number | undefined;
  /** Text for its standard input, closed afterwards. */
  input?: string;
  /** True where its first line on standard output is for us; what follows it goes to the log. */
  answers?: boolean;
  /** Told every line it prints, beside the log. */
  onLine?: (line: string) => void;
  /** What asks it to stop. */
  stopSignal?: NodeJS.Signals;
  /** Milliseconds until it is killed when it does not stop. */
  stopWithinMs?: number;
}

export interface Child {
  name: string;
  pid: number;
  running(): boolean;
  /** Settles when it has ended, with how: `exit code 0`, `killed by SIGKILL`. Never rejects. */
  ended: Promise<string>;
  /** The first line it prints, where `answers` was asked for; an empty text when it ends without one. */
  answer: Promise<string>;
  /** Asks it to stop, kills its whole process group when it does not, and settles when it has ended. */
  stop(): Promise<void>;
}

const running = new Set<number>();

// However we end, short of SIGKILL, nothing we started stays behind.
process.on('exit', () => running.forEach(killGroup));

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal then reaches us alone, and we stop the programs
 * in the order in which they need each other.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, env, log, cwd, uid, gid, input, answers, onLine } = options;
  const logFile = openLog(log);
  const stdio: StdioOptions = [
    input === undefined ? 'ignore' : 'pipe',
    answers || onLine ? 'pipe' : logFile,
    onLine ? 'pipe' : logFile,
  ];
  const child = spawn(command, args, { env, cwd, uid, gid, stdio, detached: true });
  closeSync(logFile);
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
    child.on('error', (error) => resolve(error.message));
  });
  await new Promise<void>((resolve, reject) => {
    child.on('spawn', resolve);
    child.on('error', (error) => reject(new Refusal(`${name} could not be started: ${error.message}`)));
  });
  const pid = child.pid ?? 0;
  running.add(pid);
  child.on('exit', () => running.delete(pid));
  // A program that ends at once reads nothing; how it ended is told by `ended`.
  if (input !== undefined) child.stdin?.on('error', () => undefined).end(input);
  const answer = answers && child.stdout ? firstLine(child.stdout, log) : Promise.resolve('');
  if (onLine) for (const stream of [child.stdout, child.stderr]) if (stream) everyLine(stream, log, onLine);
  return {
    name,
    pid,
    running: () => running.has(pid),
    ended,
    answer,
    stop: async () => {
      if (!running.has(pid)) return;
      child.kill(options.stopSignal ?? 'SIGTERM');
      const timer = setTimeout(() => killGroup(pid), options.stopWithinMs ?? 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Kills every process of a group, the leader's children included. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** The last lines of a log, for a message that must tell why. */
export function lastLines(log: string, count = 20): string {
  if (!existsSync(log)) return '';
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

function firstLine(stdout: Readable, log: string): Promise<string> {
  return new Promise((resolve) => {
    let line = '';
    let found = false;
    stdout.setEncoding('utf8').on('data', (text: string) => {
      if (found) return appendFileSync(log, text);
      line += text;
      const end = line.indexOf('\n');
      if (end < 0) return;
      found = true;
      appendFileSync(log, line.slice(end + 1));
      resolve(line.slice(0, end));
    });
    stdout.on('close', () => resolve(found ? '' : line));
  });
}

function everyLine(stream: Readable, log: string, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    appendFileSync(log, text);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}

function openLog(path: string): number {
  makeFolder(dirname(path));
  if (existsSync(path) && statSync(path).size > LOG_BYTES) renameSync(path, `${path}.old`);
  return openSync(path, 'a', 0o600);
}
