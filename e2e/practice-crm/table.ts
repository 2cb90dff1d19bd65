import { hostOf } from './domain.ts';
import { MultiIndex } from './multi-index.ts';
import type { StoredRecord } from './store.ts';

interface Row {
  record: StoredRecord;
  searchText: string;
}

/** The records of one object with their indexes. */
export class Table {
  private readonly byId = new Map<string, Row>();
  /** Oldest first. */
  private readonly rows: Row[] = [];
  private readonly keys = new MultiIndex<Row>();
  private readonly domains = new MultiIndex<Row>();

  get size(): number {
    return this.rows.length;
  }

  /** Records beyond the first that share a key. */
  get duplicateKeys(): number {
    return this.keys.beyondFirst;
  }

  /** Records beyond the first that share a domain. */
  get duplicateDomains(): number {
    return this.domains.beyondFirst;
  }

  get(id: string): StoredRecord | null {
    return this.byId.get(id)?.record ?? null;
  }

  byKey(key: string): StoredRecord[] {
    return this.keys.get(key).map(({ record }) => record);
  }

  byDomain(domain: string): StoredRecord[] {
    const host = hostOf(domain);
    return host === null ? [] : this.domains.get(host).map(({ record }) => record);
  }

  /** Oldest first. */
  *all(): Generator<StoredRecord> {
    for (const { record } of this.rows) yield record;
  }

  /** Newest first. */
  list({ q, limit, offset }: { q: string; limit: number; offset: number }): { total: number; items: StoredRecord[] } {
    const wanted = q.trim().toLowerCase();
    if (wanted === '') {
      const end = Math.max(this.rows.length - offset, 0);
      const page = this.rows.slice(Math.max(end - limit, 0), end).reverse();
      return { total: this.rows.length, items: page.map(({ record }) => record) };
    }
    const items: StoredRecord[] = [];
    let total = 0;
    for (let index = this.rows.length - 1; index >= 0; index--) {
      const row = this.rows[index]!;
      if (!row.searchText.includes(wanted)) continue;
      if (total >= offset && items.length < limit) items.push(row.record);
      total++;
    }
    return { total, items };
  }

  /** Adds the record, or puts it in the place of the one with its id. */
  put(record: StoredRecord): void {
    const present = this.byId.get(record.id);
    const row: Row = present ?? { record, searchText: '' };
    if (present) this.unindex(present);
    row.record = record;
    row.searchText = searchTextOf(record);
    if (!present) {
      this.byId.set(record.id, row);
      this.rows.push(row);
    }
    if (record.key !== null) this.keys.add(record.key, row);
    const host = domainOf(record);
    if (host !== null) this.domains.add(host, row);
  }

  remove(id: string): StoredRecord | null {
    const row = this.byId.get(id);
    if (!row) return null;
    this.unindex(row);
    this.byId.delete(id);
    this.rows.splice(this.rows.indexOf(row), 1);
    return row.record;
  }

  private unindex(row: Row): void {
    if (row.record.key !== null) this.keys.remove(row.record.key, row);
    const host = domainOf(row.record);
    if (host !== null) this.domains.remove(host, row);
  }
}

/** A CRM without a domain field knows a company by its website. */
export function domainOf({ properties }: StoredRecord): string | null {
  return hostOf(properties['domain']) ?? hostOf(properties['website']);
}

function searchTextOf({ id, properties }: StoredRecord): string {
  const { name, title, subject, domain, email, external_key } = properties;
  return [id, name, title, subject, domain, email, external_key].filter(Boolean).join('\n').toLowerCase();
}
