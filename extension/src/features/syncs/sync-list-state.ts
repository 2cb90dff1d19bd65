import { batch, signal } from '@preact/signals';
import type { SyncFilter } from '@integration-queue/shared';
import type { Sync } from '@integration-queue/shared/sync';
import type { LiveMessage, ShownProblem } from '../protocol';
import type { RemoteApi } from '../session/remote-api';
import { PAGE_SIZE } from '../snapshot/saved-lists';
import { insertRows, missingRows, updateRows } from './rows';

/** Most rows the API gives at once. */
const MOST_AT_ONCE = 200;

/** What of a list is kept when its page is closed. */
export interface SavedView {
  filter: SyncFilter;
  rows: Sync[];
  nextCursor: string | null;
}

/**
 * The list somebody is looking at. What happens meanwhile is shown in the rows that are there; new rows come in only
 * while nobody points at the list, and otherwise wait behind a button, so that no row moves away under the pointer.
 */
export class SyncList {
  readonly filter = signal<SyncFilter>({});
  readonly rows = signal<Sync[]>([]);
  readonly nextCursor = signal<string | null>(null);
  readonly phase = signal<'loading' | 'ready' | 'failed'>('loading');
  readonly problem = signal<ShownProblem | null>(null);
  /** Entries that are not shown yet, because somebody is at the list. */
  readonly newRows = signal<Sync[]>([]);
  /** Ids of rows deleted elsewhere, which stay until the list is read again. */
  readonly goneIds = signal<ReadonlySet<string>>(new Set());
  /** Says whether somebody is pointing at, reading down, or moving through the rows. Set by whoever shows them. */
  isEngaged = () => false;
  /** Grows with every question, so that only the answer to the last one counts. */
  private reading = 0;
  /** Grows when the rows are replaced, so that no page is put below rows it does not follow. */
  private generation = 0;
  private isLoadingMore = false;

  constructor(private readonly api: Pick<RemoteApi, 'listSyncs'>) {}

  /** Starts with rows known from before; they are corrected by the next `refetch`. */
  restore(view: SavedView): void {
    batch(() => {
      this.filter.value = view.filter;
      this.rows.value = view.rows;
      this.nextCursor.value = view.nextCursor;
      this.phase.value = view.rows.length > 0 ? 'ready' : 'loading';
    });
  }

  /** Shows another filter; `known` are rows to show until the answer is there. */
  async show(filter: SyncFilter, known?: SavedView): Promise<void> {
    this.generation += 1;
    batch(() => {
      this.filter.value = filter;
      this.phase.value = known ? 'ready' : 'loading';
      this.rows.value = known?.rows ?? [];
      this.nextCursor.value = known?.nextCursor ?? null;
      this.forgetNews();
    });
    await this.read((rows, nextCursor) => this.replace(rows, nextCursor));
  }

  /** Reads the list again because somebody asked. */
  async refresh(): Promise<void> {
    if (this.rows.value.length === 0) this.phase.value = 'loading';
    await this.read((rows, nextCursor) => this.replace(rows, nextCursor));
  }

  /** Reads the list again because it may have changed; rows in use stay where they are. */
  async correct(): Promise<void> {
    const limit = Math.min(MOST_AT_ONCE, Math.max(PAGE_SIZE, this.rows.value.length));
    await this.read((rows, nextCursor) => {
      // Where nothing was shown yet no row can move away.
      if (!this.isEngaged() || this.phase.value === 'loading') return this.replace(rows, nextCursor);
      const isComplete = this.nextCursor.value === null;
      this.rows.value = updateRows(this.rows.value, rows);
      this.newRows.value = missingRows(this.rows.value, rows, this.filter.value, isComplete);
    }, limit);
  }

  /** Loads the next rows below, if there are any. */
  async loadMore(): Promise<void> {
    const cursor = this.nextCursor.value;
    if (cursor === null || this.isLoadingMore) return;
    this.isLoadingMore = true;
    const { generation } = this;
    const answer = await this.api.listSyncs({ ...this.filter.value, limit: PAGE_SIZE, cursor });
    this.isLoadingMore = false;
    if (generation !== this.generation) return;
    if (!answer.ok) {
      this.problem.value = answer.problem;
      return;
    }
    const known = new Set(this.rows.value.map(({ id }) => id));
    batch(() => {
      this.problem.value = null;
      this.rows.value = [...this.rows.value, ...answer.value.items.filter(({ id }) => !known.has(id))];
      this.nextCursor.value = answer.value.nextCursor;
    });
  }

  /** Takes what the background tells. */
  take(message: LiveMessage): void {
    if (message.kind === 'refetch') return void this.correct();
    const { items, deletedIds } = message;
    const isComplete = this.nextCursor.value === null;
    batch(() => {
      this.rows.value = updateRows(this.rows.value, items);
      const missing = missingRows(this.rows.value, items, this.filter.value, isComplete);
      if (this.isEngaged()) this.newRows.value = insertRows(updateRows(this.newRows.value, items), missing);
      else this.rows.value = insertRows(this.rows.value, missing);
      this.loseRows(deletedIds);
    });
  }

  /** Shows an entry at once: the person at this list made it, or brought it back. */
  add(sync: Sync): void {
    batch(() => {
      this.goneIds.value = without(this.goneIds.value, sync.id);
      this.rows.value = insertRows(updateRows(this.rows.value, [sync]), [sync]);
    });
  }

  /** Shows a row as it is now. */
  update(sync: Sync): void {
    this.rows.value = updateRows(this.rows.value, [sync]);
  }

  /** Takes a row out: the person at this list deleted it. */
  remove(id: string): void {
    this.rows.value = this.rows.value.filter((row) => row.id !== id);
  }

  /** Brings the new rows in. */
  showNew(): void {
    batch(() => {
      this.rows.value = insertRows(this.rows.value, this.newRows.value);
      this.newRows.value = [];
    });
  }

  private async read(take: (rows: Sync[], nextCursor: string | null) => void, limit = PAGE_SIZE): Promise<void> {
    const reading = (this.reading += 1);
    const answer = await this.api.listSyncs({ ...this.filter.value, limit });
    // A later filter was chosen meanwhile; this answer is to a question nobody asks any more.
    if (reading !== this.reading) return;
    batch(() => {
      if (answer.ok) take(answer.value.items, answer.value.nextCursor);
      this.problem.value = answer.ok ? null : answer.problem;
      this.phase.value = answer.ok || this.rows.value.length > 0 ? 'ready' : 'failed';
    });
  }

  private replace(rows: Sync[], nextCursor: string | null): void {
    this.generation += 1;
    this.rows.value = rows;
    this.nextCursor.value = nextCursor;
    this.forgetNews();
  }

  private loseRows(deletedIds: string[]): void {
    if (deletedIds.length === 0) return;
    const deleted = new Set(deletedIds);
    this.newRows.value = this.newRows.value.filter(({ id }) => !deleted.has(id));
    if (this.isEngaged()) this.goneIds.value = new Set([...this.goneIds.value, ...deleted]);
    else this.rows.value = this.rows.value.filter(({ id }) => !deleted.has(id));
  }

  private forgetNews(): void {
    this.newRows.value = [];
    this.goneIds.value = new Set();
  }
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}
