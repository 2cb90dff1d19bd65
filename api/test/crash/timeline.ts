import { setTimeout as sleep } from 'node:timers/promises';

type Step = () => unknown;

/**
 * What happens in a run, and when. A step that fails is left at that: the run takes away what the steps need, and only the
 * counts in the end decide.
 */
export class Timeline {
  private readonly lengthMs: number;
  private readonly steps: { due: number; step: Step; every: number | null; busy: boolean }[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  /** Every `ms`, unless it is still at it. */
  every(ms: number, step: Step): void {
    this.steps.push({ due: ms, step, every: ms, busy: false });
  }

  /** Once, when this share of the time has passed. */
  at(share: number, step: Step): void {
    this.steps.push({ due: share * this.lengthMs, step, every: null, busy: false });
  }

  async run(): Promise<void> {
    const started = performance.now();
    for (;;) {
      const now = performance.now() - started;
      if (now >= this.lengthMs) break;
      for (const entry of this.steps) if (entry.due <= now) this.take(entry, now);
      await sleep(20);
    }
    await Promise.allSettled(this.running);
  }

  private take(entry: (typeof this.steps)[number], now: number): void {
    entry.due = entry.every === null ? Infinity : now + entry.every;
    if (entry.busy) return;
    entry.busy = true;
    const work = Promise.resolve()
      .then(entry.step)
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        entry.busy = false;
        this.running.delete(work);
      });
    this.running.add(work);
  }
}
