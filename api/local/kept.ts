import type { Child } from './child.ts';
import { Refusal, say } from './say.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** Whoever ran this long is started again without a wait. */
const STEADY_AFTER_MS = 30_000;

export interface Service {
  name: string;
  /** Starts it; settles when what needs it may be started. */
  start(): Promise<Child>;
  /** Told its process number with every start, and 0 when it has died. */
  onPid(pid: number): void;
}

/** A service that is started again when it dies, until it is told to stop. */
export class Kept {
  /** How often it has died so far. */
  deaths = 0;
  readonly #service: Service;
  readonly #stopping = new AbortController();
  readonly #over: Promise<void>;

  private constructor(service: Service, first: Child) {
    this.#service = service;
    this.#over = this.#keep(first);
  }

  /** Starts it. Throws where the first start fails. */
  static async start(service: Service): Promise<Kept> {
    return new Kept(service, await startOnce(service));
  }

  /** Settles when it has ended for good. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#over;
  }

  async #keep(first: Child): Promise<void> {
    const { name, onPid } = this.#service;
    let child: Child | undefined = first;
    let waitMs = FIRST_WAIT_MS;
    for (;;) {
      if (child) {
        const startedAt = Date.now();
        const how = await this.#endOf(child);
        onPid(0);
        if (how === undefined) return;
        this.deaths += 1;
        if (Date.now() - startedAt > STEADY_AFTER_MS) waitMs = FIRST_WAIT_MS;
        say(`  ! ${name} ended (${how}) and is started again`);
      }
      await this.#wait(waitMs);
      if (this.#stopping.signal.aborted) return;
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      child = await startOnce(this.#service).catch((error: unknown) => {
        say(`  ! ${name}: ${error instanceof Refusal ? error.message : String(error)}`);
        return undefined;
      });
    }
  }

  /** How the child died, or undefined when it was stopped by us. */
  async #endOf(child: Child): Promise<string | undefined> {
    const stopped = new Promise<undefined>((resolve) => {
      if (this.#stopping.signal.aborted) resolve(undefined);
      this.#stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const how = await Promise.race([child.ended, stopped]);
    if (how !== undefined && !this.#stopping.signal.aborted) return how;
    await child.stop();
    return undefined;
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopping.signal.aborted) end();
      this.#stopping.signal.addEventListener('abort', end, { once: true });
    });
  }
}

async function startOnce({ start, onPid }: Service): Promise<Child> {
  const child = await start();
  onPid(child.pid);
  return child;
}
