import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seeded } from './random.ts';

/** How a worker process is started: a Node program that says `ready` to its parent. */
export interface WorkerStart {
  args: string[];
  env: NodeJS.ProcessEnv;
  log: string;
}

interface Running {
  process: ChildProcess;
  /** When it had worked for long enough to be killed in the middle of something; Infinity before it is ready. */
  grownUpAt: number;
}

/**
 * From its being ready until a worker counts as one at work, in times it took to start: killing younger ones would test how
 * Node starts. A share, since on a busy machine both take ten times as long.
 */
const GROWING = 0.5;

/** Worker processes that are killed, frozen and started again for as long as the run lasts. */
export class Workers {
  kills = 0;
  /** Frozen, and thawed again. */
  freezes = 0;
  /** Asked to stop, as at a rolling restart, and how many of them ended well. */
  restarts = 0;
  restartedWell = 0;
  private readonly start: WorkerStart;
  private readonly places: Running[] = [];
  private readonly all = new Set<ChildProcess>();
  private frozen: ChildProcess | undefined;
  private ended = false;
  private turn: Promise<void> = Promise.resolve();
  private readonly killAll = (): void => this.all.forEach((child) => child.kill('SIGKILL'));

  constructor(count: number, start: WorkerStart) {
    this.start = start;
    // However the run ends, none of them stays behind.
    process.on('exit', this.killAll);
    for (let place = 0; place < count; place += 1) this.places.push(this.launch(place));
  }

  /** Settles when all are at work, or one has not been able to start in half a minute. */
  async atWork(): Promise<void> {
    for (let tries = 0; tries < 600 && this.places.some((one) => !isAtWork(one)); tries += 1) await sleep(50);
  }

  /** Kills one that is at work with SIGKILL, as a machine that loses its power would, and starts another. */
  kill(random: Seeded): Promise<void> {
    return this.inTurn(async () => {
      (await this.replace(random)).kill('SIGKILL');
      this.kills += 1;
    });
  }

  /**
   * Stops one in the middle of whatever it does, and lets it go on after `ms` with what it believes to hold; another takes
   * its place meanwhile.
   */
  async freeze(random: Seeded, ms: number): Promise<void> {
    await this.inTurn(async () => {
      this.frozen = await this.replace(random);
      this.frozen.kill('SIGSTOP');
    });
    await sleep(ms);
    this.frozen?.kill('SIGCONT');
    this.freezes += 1;
  }

  /** A rolling restart: one after the other ends what is in the air and hands back the rest, and another takes its place. */
  restartAll(random: Seeded): Promise<void> {
    return this.inTurn(async () => {
      for (let count = 0; count < this.places.length; count += 1) {
        const leaving = await this.replace(random);
        this.restarts += 1;
        if (await endsWell(leaving)) this.restartedWell += 1;
      }
    });
  }

  /** Lets all of them end as at a rolling restart. */
  async stop(): Promise<void> {
    this.ended = true;
    await Promise.all([...this.all].map(endsWell));
    process.off('exit', this.killAll);
  }

  /** Starts another in the place of one that is at work, which is answered; waits for one. */
  private async replace(random: Seeded): Promise<ChildProcess> {
    for (let tries = 0; tries < 600; tries += 1) {
      const place = random.pick([...this.places.keys()].filter((one) => isAtWork(this.places[one]!)));
      if (place !== undefined) {
        const { process } = this.places[place]!;
        this.places[place] = this.launch(place);
        return process;
      }
      await sleep(50);
    }
    throw new Error('No worker could start in half a minute');
  }

  /** One thing at a time, so that a kill does not take the worker another is waiting for. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private launch(place: number): Running {
    const { args, env, log } = this.start;
    const out = openSync(log, 'a');
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', out, out, 'ipc'] });
    closeSync(out);
    this.all.add(child);
    const running = { process: child, grownUpAt: Infinity };
    const startedAt = performance.now();
    child.once('message', () => {
      const readyAt = performance.now();
      running.grownUpAt = readyAt + GROWING * (readyAt - startedAt);
    });
    child.once('exit', (_code, signal) => {
      this.all.delete(child);
      // One that ends by itself (its database was away at its start) is started again, as any supervisor does.
      const mayReturn = () => !this.ended && this.places[place]?.process === child;
      if (signal === null) setTimeout(() => mayReturn() && (this.places[place] = this.launch(place)), 200);
    });
    return running;
  }
}

function isAtWork({ grownUpAt }: Running): boolean {
  return grownUpAt <= performance.now();
}

async function endsWell(child: ChildProcess): Promise<boolean> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode === 0;
}
