import { Redis } from 'ioredis';
import { type Child, lastLines, startChild } from './child.ts';
import { makeFolder } from './folders.ts';
import { Refusal } from './say.ts';
import { bringProgram } from './system-packages.ts';

const READY_WITHIN_MS = 30_000;

export interface RedisOptions {
  dataDir: string;
  port: number;
  password: string;
  /** File that takes its log. */
  log: string;
  /** True for data that need not survive Redis. */
  throwAway?: boolean;
  /** How many numbered databases it has. */
  databases?: number;
}

export interface RunningRedis extends Child {
  /** Connection string with the password, without a database number. */
  url: string;
}

/** The path of a Redis (or Valkey) server, brought where root may. Throws a Refusal that names the command to run. */
export function bringRedis(): Promise<string> {
  return bringProgram({
    title: 'Redis',
    names: ['redis-server', 'valkey-server'],
    debian: 'redis-server',
    hints: {
      'apt-get': 'sudo apt-get install redis-server',
      dnf: 'sudo dnf install valkey',
      pacman: 'sudo pacman -S valkey',
      apk: 'sudo apk add valkey',
      brew: 'brew install redis',
    },
  });
}

/** Starts a Redis of our own, for this machine only, and settles when it answers. It is a child of ours, no service. */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const child = await startChild({
    name: 'Redis',
    command: await bringRedis(),
    // Its configuration goes in by standard input: an argument, and so the password, would be read by every user.
    args: ['-'],
    input: configuration(options),
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    log: options.log,
    // Redis writes its file to the folder it is started in.
    cwd: makeFolder(options.dataDir),
    stopWithinMs: 15_000,
  });
  const url = `redis://:${options.password}@127.0.0.1:${options.port}`;
  if (await becomesReady(child, url)) return { ...child, url };
  await child.stop();
  throw new Refusal(`Redis did not start. The end of its log, ${options.log}:\n${lastLines(options.log, 6)}`);
}

function configuration({ port, password, throwAway, databases = 16 }: RedisOptions): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `databases ${databases}`,
    // A queue's keys must never be pushed out to make room; Bull warns of any other policy.
    'maxmemory-policy noeviction',
    throwAway ? 'save ""' : 'save 60 1',
    'appendonly no',
    'daemonize no',
    '',
  ].join('\n');
}

async function becomesReady(child: Child, url: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (child.running() && Date.now() < deadline) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      // It answers LOADING until its data is read.
      await client.ping();
      return true;
    } catch {
      await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, 25))]);
    } finally {
      client.disconnect();
    }
  }
  return false;
}
