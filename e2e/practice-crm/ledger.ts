import type { CrmObject, Properties } from './objects.ts';
import type { Change, Store, WriteAction } from './store.ts';

export interface LedgerWrite {
  /** ISO 8601, UTC. */
  at: string;
  object: CrmObject;
  id: string;
  key: string | null;
  /** What people know the record by, as this write left it: which of several writes of a record it was. */
  title: string | null;
  action: WriteAction | 'linked' | 'deleted';
}

/** The answer of `GET /api/ledger`. */
export interface LedgerPage {
  calls: { total: number; byRoute: Record<string, number>; byStatus: Record<string, number> };
  /** Effects of calls; `updated` counts also updates that changed nothing. */
  records: { created: number; updated: number };
  duplicateKeys: number;
  duplicateDomains: number;
  /** Newest first. */
  writes: LedgerWrite[];
}

/** Writes kept for reading; the counts go on beyond. */
const KEPT_WRITES = 100_000;

/** What was done to the practice CRM since it started or was reset: the witness of every "once" and "never". */
export class Ledger {
  private total = 0;
  private byRoute: Record<string, number> = {};
  private byStatus: Record<string, number> = {};
  private created = 0;
  private updated = 0;
  private writes: LedgerWrite[] = [];

  arrived(route: string): void {
    this.total++;
    this.byRoute[route] = (this.byRoute[route] ?? 0) + 1;
  }

  /** @param status the HTTP status, `lost` where the connection was cut, `unanswered` where nothing ever came. */
  answered(status: number | 'lost' | 'unanswered'): void {
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
  }

  /** Calls of people and tests that typed a record in are listed, but are no effect of a call. */
  changed(change: Change): void {
    if (change.kind === 'reset' || change.kind === 'alias') return;
    const { object, record } = change;
    if (change.kind === 'put' && change.author === 'call') {
      if (change.action === 'created') this.created++;
      else this.updated++;
    }
    const action = change.kind === 'delete' ? 'deleted' : change.author === 'link' ? 'linked' : change.action;
    const { id, key, properties } = record;
    this.writes.push({ at: new Date().toISOString(), object, id, key, title: titleOf(properties), action });
    if (this.writes.length >= 2 * KEPT_WRITES) this.writes = this.writes.slice(-KEPT_WRITES);
  }

  /** @param offset newest writes to leave out. */
  page(store: Store, limit: number, offset = 0): LedgerPage {
    const duplicates = store.duplicates();
    const end = Math.max(0, this.writes.length - offset);
    return {
      calls: { total: this.total, byRoute: { ...this.byRoute }, byStatus: { ...this.byStatus } },
      records: { created: this.created, updated: this.updated },
      duplicateKeys: duplicates.keys,
      duplicateDomains: duplicates.domains,
      writes: this.writes.slice(Math.max(0, end - limit), end).reverse(),
    };
  }

  reset(): void {
    this.total = this.created = this.updated = 0;
    this.byRoute = {};
    this.byStatus = {};
    this.writes = [];
  }
}

function titleOf({ name, title, subject }: Properties): string | null {
  const known = name ?? title ?? subject;
  return typeof known === 'string' ? known : null;
}
