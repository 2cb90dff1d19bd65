import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { killGroup } from './child.ts';
import { identityOf } from './identity.ts';
import { readJson, writeJson } from './json-file.ts';
import { Refusal, say } from './say.ts';

interface Recorded {
  name: string;
  pid: number;
  identity: string;
}

interface Records {
  starter?: Recorded;
  /** In the order they were started. */
  processes: Recorded[];
  /** Folders to remove with them. */
  folders: string[];
}

/**
 * The processes and throw-away folders of this run, on disk, so that the next run can clean up after one that was killed
 * before it could.
 */
export class Leftovers {
  readonly #file: string;
  readonly #records: Records = { processes: [], folders: [] };

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * The record of the one run there may be at a time: ends what the run before left behind. Throws a Refusal while that
   * run is alive. `what` names the run in messages.
   */
  static async ofOnlyRun(file: string, what: string): Promise<Leftovers> {
    const earlier = readJson<Records>(file);
    if (earlier?.starter && isAlive(earlier.starter)) {
      throw new Refusal(
        `${what} runs here already (process ${earlier.starter.pid}). Stop it first: Ctrl-C in its terminal.`,
      );
    }
    if (earlier) await cleanUp(earlier);
    return new Leftovers(file).#begin(what);
  }

  /** The record of one of many runs: ends what runs left behind that are over, and leaves the others alone. */
  static async ofOneRun(folder: string, what: string): Promise<Leftovers> {
    for (const name of globSync(`${what}-*.json`, { cwd: folder })) {
      const file = join(folder, name);
      const earlier = readJson<Records>(file);
      if (!earlier || (earlier.starter && isAlive(earlier.starter))) continue;
      await cleanUp(earlier);
      rmSync(file, { force: true });
    }
    return new Leftovers(join(folder, `${what}-${process.pid}.json`)).#begin(what);
  }

  /** Remembers a process that was started. */
  add(name: string, pid: number): void {
    const identity = identityOf(pid);
    if (!identity) return;
    this.#records.processes = [...this.#records.processes.filter(isAlive), { name, pid, identity }];
    this.#write();
  }

  /** Remembers a folder that is of no use after this run. */
  addFolder(folder: string): void {
    this.#records.folders.push(folder);
    this.#write();
  }

  /** Removes the folders and forgets everything: all processes have been stopped. */
  clear(): void {
    for (const folder of this.#records.folders) rmSync(folder, { recursive: true, force: true });
    rmSync(this.#file, { force: true });
  }

  #begin(what: string): this {
    this.#records.starter = { name: what, pid: process.pid, identity: identityOf(process.pid) ?? '' };
    this.#write();
    return this;
  }

  #write(): void {
    writeJson(this.#file, this.#records);
  }
}

function isAlive({ pid, identity }: Recorded): boolean {
  return identityOf(pid) === identity;
}

async function cleanUp({ processes, folders }: Records): Promise<void> {
  const alive = processes.filter(isAlive);
  if (alive.length) say(`  … Stopping what an earlier run left: ${alive.map(({ name }) => name).join(', ')}`);
  for (const recorded of alive.reverse()) await end(recorded);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** SIGINT is what all of ours stop on, and what Postgres calls a fast shutdown. */
async function end(recorded: Recorded): Promise<void> {
  process.kill(recorded.pid, 'SIGINT');
  const deadline = Date.now() + 15_000;
  while (isAlive(recorded)) {
    if (Date.now() > deadline) killGroup(recorded.pid);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
