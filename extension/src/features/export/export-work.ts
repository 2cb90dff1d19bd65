import { signal } from '@preact/signals';
import type { SyncSelection } from '@integration-queue/shared/sync-bulk';
import type { SyncExport } from '@integration-queue/shared/sync-export';
import { TextProblem } from '@/platform/text-port';
import type { ShownProblem } from '../protocol';
import { timeLeft, type BulkRun, type SeenWork } from '../syncs/bulk-work';

/** Ends a line of the file, and is in no cell but where somebody wrote it there. */
const LINE_END = /\r\n/g;

/** Reads entries as a file, piece by piece, so that people see how far it is and can stop it. */
export class ExportWork implements SeenWork {
  readonly kind = 'export';
  readonly run = signal<BulkRun | null>(null);
  problem: ShownProblem | null = null;

  constructor(private readonly read: (selection: SyncExport) => AsyncIterable<string>) {}

  get isRunning(): boolean {
    const state = this.run.value?.state;
    return state === 'running' || state === 'cancelling';
  }

  /**
   * The pieces of the whole file, or null where it was cancelled or failed. `count` is how many entries there are, where it is known.
   * Several selections become one file under one header.
   */
  async start(
    selections: SyncSelection[],
    separator: SyncExport['separator'],
    count: number | null,
  ): Promise<string[] | null> {
    const startedAt = performance.now();
    const pieces: string[] = [];
    this.run.value = { state: 'running', done: 0, refused: 0, left: count, secondsLeft: null };
    let lines = -1;
    try {
      for (const [index, selection] of selections.entries()) {
        for await (const piece of this.read({ ...selection, separator, header: index === 0 })) {
          if (this.run.value.state === 'cancelling') return this.end('cancelled');
          pieces.push(piece);
          lines += piece.match(LINE_END)?.length ?? 0;
          this.count(Math.max(0, lines), count, performance.now() - startedAt);
        }
      }
    } catch (error) {
      this.problem = (error instanceof TextProblem && (error.problem as ShownProblem | null)) || INTERRUPTED;
      return this.end('failed');
    }
    this.end('done');
    return pieces;
  }

  cancel(): void {
    if (this.run.value?.state === 'running') this.run.value = { ...this.run.value, state: 'cancelling' };
  }

  /** How it ended was read. */
  forget(): void {
    if (!this.isRunning) this.run.value = null;
  }

  private count(done: number, total: number | null, elapsedMs: number): void {
    const run = { ...this.run.value!, done, left: total === null ? null : Math.max(0, total - done) };
    this.run.value = { ...run, secondsLeft: timeLeft(run, elapsedMs) };
  }

  private end(state: BulkRun['state']): null {
    this.run.value = { ...this.run.value!, state, secondsLeft: null };
    return null;
  }
}

/** The file broke off: the worker ended, or the server did. */
const INTERRUPTED: ShownProblem = { code: 'offline', message: '' };
