import { signal, type ReadonlySignal } from '@preact/signals';
import type { RetryChoice } from '@integration-queue/shared/retry';
import type { BulkAnswer, SyncDeletion, SyncSelection } from '@integration-queue/shared/sync-bulk';
import type { Answer, ShownProblem } from '../protocol';

/** Entries of one step: few enough that cancelling is felt at once, many enough that thousands take seconds. */
const SLICE = 250;

/**
 * How far an action on many entries is. `left` are those that were not asked for yet, null while nobody knows;
 * `secondsLeft` is how long these take at the pace so far.
 */
export interface BulkRun {
  state: 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  done: number;
  refused: number;
  left: number | null;
  secondsLeft: number | null;
}

/** What is going on in this page; it ends with the page. */
const running = new Set<BulkWork>();
const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();

/** An action on many entries that is seen while it goes on. */
export interface SeenWork {
  readonly kind: 'retry' | 'anyway' | 'delete' | 'export';
  readonly run: ReadonlySignal<BulkRun | null>;
  /** Why it failed. */
  readonly problem: ShownProblem | null;
  cancel(): void;
}

/**
 * Sends many entries again, or anyway where they were skipped, or deletes them, in order of arrival and slice by slice, so that people see how far it is and
 * can stop the rest. What was done before stays so, and is told.
 */
export class BulkWork implements SeenWork {
  readonly run = signal<BulkRun | null>(null);
  problem: ShownProblem | null = null;

  constructor(
    readonly kind: 'retry' | 'anyway' | 'delete',
    private readonly act: (slice: SyncDeletion, how: NonNullable<RetryChoice>) => Promise<Answer<BulkAnswer>>,
  ) {}

  get isRunning(): boolean {
    const state = this.run.value?.state;
    return state === 'running' || state === 'cancelling';
  }

  /**
   * Settles when all is done, cancelled or failed. `count` is how many there are, where it is known; `how` is how they are
   * sent again, the same in every slice.
   */
  async start(selections: SyncSelection[], count: number | null, how: NonNullable<RetryChoice> = {}): Promise<BulkRun> {
    // Closing the page would leave the rest as it was without a word.
    running.add(this);
    addEventListener('beforeunload', askFirst);
    try {
      return await this.goThrough(selections, count, how);
    } finally {
      running.delete(this);
      if (running.size === 0) removeEventListener('beforeunload', askFirst);
    }
  }

  private async goThrough(
    selections: SyncSelection[],
    count: number | null,
    how: NonNullable<RetryChoice>,
  ): Promise<BulkRun> {
    const startedAt = performance.now();
    this.run.value = { state: 'running', done: 0, refused: 0, left: count, secondsLeft: null };
    for (const selection of selections) {
      let after: string | null = null;
      do {
        if (this.run.value.state === 'cancelling') return this.end('cancelled');
        const slice: SyncDeletion = selection.filter
          ? { ...selection, limit: SLICE, ...(after && { after }) }
          : selection;
        const answer: Answer<BulkAnswer> = await this.act(slice, how);
        if (!answer.ok) {
          this.problem = answer.problem;
          return this.end('failed');
        }
        after = answer.value.next ?? null;
        this.count(answer.value, performance.now() - startedAt);
      } while (after !== null);
    }
    return this.end('done');
  }

  /** Nothing more is asked for; the slice that is on its way is still counted. */
  cancel(): void {
    if (this.run.value?.state === 'running') this.run.value = { ...this.run.value, state: 'cancelling' };
  }

  /** How it ended was read. */
  forget(): void {
    if (!this.isRunning) this.run.value = null;
  }

  private count({ matched, done, left: leftByApi }: BulkAnswer, elapsedMs: number): void {
    const before = this.run.value!;
    const left = leftByApi ?? (before.left === null ? null : Math.max(0, before.left - matched));
    const run = { ...before, done: before.done + done, refused: before.refused + matched - done, left };
    this.run.value = { ...run, secondsLeft: timeLeft(run, elapsedMs) };
  }

  private end(state: BulkRun['state']): BulkRun {
    return (this.run.value = { ...this.run.value!, state, secondsLeft: null });
  }
}

/** Seconds until the rest is done, at the pace so far. */
export function timeLeft({ done, refused, left }: BulkRun, elapsedMs: number): number | null {
  const gone = done + refused;
  return left === null || gone === 0 ? null : (elapsedMs / 1000 / gone) * left;
}
