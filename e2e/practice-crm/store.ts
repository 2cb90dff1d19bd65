import { KEY_FIELD } from './fields.ts';
import { OBJECTS, type CrmObject, type Properties } from './objects.ts';
import { Table } from './table.ts';

/** One record. Snapshots: a change makes a new one, so what was handed out stays as it was. */
export interface StoredRecord {
  /** Decimal digits, unique over all objects, never given twice. */
  readonly id: string;
  /** The sender's own key, or null where nobody gave one. */
  readonly key: string | null;
  /** Values by canonical field name; a cleared field is absent. */
  readonly properties: Properties;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Effects of calls that wrote this record; links and the hand of a person are not counted. */
  readonly writes: number;
}

/** Who writes: a call through a dialect, a call that only links two records, or a person typing. */
export type Author = 'call' | 'link' | 'person';

export type WriteAction = 'created' | 'updated' | 'unchanged';

/** Everything that happens to the records, in order. */
export type Change =
  | { kind: 'put'; object: CrmObject; record: StoredRecord; action: WriteAction; author: Author }
  | { kind: 'delete'; object: CrmObject; record: StoredRecord }
  | { kind: 'alias'; object: CrmObject; id: string; into: string }
  | { kind: 'reset' };

export interface Written {
  record: StoredRecord;
  action: WriteAction;
  /** The properties before an update. */
  before?: Properties;
}

const FIRST_ID = 1001;

/** The records of the practice CRM, in memory. It knows no dialect and no fault. */
export class Store {
  private tables = emptyTables();
  /** Ids of merged records, and whom they became. */
  private aliases = new Map<string, string>();
  private next = FIRST_ID;
  private readonly announce: (change: Change) => void;

  /** @param announce told of every change, before the caller gets its result. */
  constructor(announce: (change: Change) => void = () => {}) {
    this.announce = announce;
  }

  get(object: CrmObject, id: string): StoredRecord | null {
    return this.tables[object].get(id);
  }

  /** The record, or the one it was merged into. */
  getMerged(object: CrmObject, id: string): StoredRecord | null {
    const into = this.aliases.get(`${object}/${id}`);
    return this.get(object, id) ?? (into === undefined ? null : this.getMerged(object, into));
  }

  /** All records with this key, oldest first: a CRM without a unique field can hold several. */
  byKey(object: CrmObject, key: string): StoredRecord[] {
    return this.tables[object].byKey(key);
  }

  /** All records on this host; case and a leading `www.` do not count. */
  byDomain(object: CrmObject, domain: string): StoredRecord[] {
    return this.tables[object].byDomain(domain);
  }

  /** Newest first. `q` looks into name, domain, e-mail, key and id. */
  list(
    object: CrmObject,
    { q = '', limit, offset }: { q?: string; limit: number; offset: number },
  ): { total: number; items: StoredRecord[] } {
    return this.tables[object].list({ q, limit, offset });
  }

  /** Every record of an object, oldest first: for the searches of dialects that have no index for them. */
  all(object: CrmObject): Generator<StoredRecord> {
    return this.tables[object].all();
  }

  count(object: CrmObject): number {
    return this.tables[object].size;
  }

  /** Records beyond the first that share a key (any object) or a domain (companies). */
  duplicates(): { keys: number; domains: number } {
    return {
      keys: OBJECTS.reduce((sum, object) => sum + this.tables[object].duplicateKeys, 0),
      domains: this.tables.companies.duplicateDomains,
    };
  }

  create(object: CrmObject, properties: Properties, author: Author = 'call'): Written {
    const now = new Date().toISOString();
    const kept = merge({}, properties);
    const record: StoredRecord = {
      id: String(this.next++),
      key: keyOf(kept),
      properties: kept,
      createdAt: now,
      updatedAt: now,
      writes: author === 'call' ? 1 : 0,
    };
    this.tables[object].put(record);
    this.announce({ kind: 'put', object, record, action: 'created', author });
    return { record, action: 'created' };
  }

  /** Null clears a property, an absent one is left alone. Answers null where there is no such record. */
  update(object: CrmObject, id: string, changes: Properties, author: Author = 'call'): Written | null {
    const current = this.get(object, id);
    if (!current) return null;
    const differs = Object.entries(changes).some(([name, value]) => (current.properties[name] ?? null) !== value);
    const action = differs ? 'updated' : 'unchanged';
    const properties = differs ? merge(current.properties, changes) : current.properties;
    const record: StoredRecord = {
      ...current,
      key: keyOf(properties),
      properties,
      updatedAt: differs ? new Date().toISOString() : current.updatedAt,
      writes: current.writes + (author === 'call' ? 1 : 0),
    };
    this.tables[object].put(record);
    this.announce({ kind: 'put', object, record, action, author });
    return { record, action, before: current.properties };
  }

  delete(object: CrmObject, id: string): StoredRecord | null {
    const record = this.tables[object].remove(id);
    if (record) this.announce({ kind: 'delete', object, record });
    return record;
  }

  /** From now on `getMerged` answers `into` where it is asked for `id`. */
  setAlias(object: CrmObject, id: string, into: string): void {
    this.aliases.set(`${object}/${id}`, into);
    this.announce({ kind: 'alias', object, id, into });
  }

  reset(): void {
    this.tables = emptyTables();
    this.aliases.clear();
    this.next = FIRST_ID;
    this.announce({ kind: 'reset' });
  }

  /** The id the next record gets. */
  get nextId(): number {
    return this.next;
  }

  /** Every merged id, and whom it became. */
  *allAliases(): Generator<{ object: CrmObject; id: string; into: string }> {
    for (const [name, into] of this.aliases) {
      const [object, id] = name.split('/') as [CrmObject, string];
      yield { object, id, into };
    }
  }

  /** No record gets an id below this: for the journal, which may hold no trace of deleted ones. */
  skipTo(id: number): void {
    this.next = Math.max(this.next, id);
  }

  /** Takes a record back as it was, without announcing it: for the journal. */
  restore(object: CrmObject, record: StoredRecord): void {
    this.skipTo(Number(record.id) + 1);
    this.tables[object].put(record);
  }

  /** Forgets a record without announcing it: for the journal. */
  forget(object: CrmObject, id: string): void {
    this.tables[object].remove(id);
  }
}

const emptyTables = (): Record<CrmObject, Table> => ({
  companies: new Table(),
  deals: new Table(),
  tasks: new Table(),
});

function merge(current: Properties, changes: Properties): Properties {
  const merged: Properties = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

function keyOf(properties: Properties): string | null {
  const key = properties[KEY_FIELD];
  return typeof key === 'string' ? key : null;
}
