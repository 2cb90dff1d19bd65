import type { CrmField } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type {
  Account,
  Budget,
  Connection,
  Connector,
  Found,
  Limits,
  Lookup,
  Outcome,
  Prepared,
  Properties,
  WriteItem,
} from '../connector.js';
import type { CrmHttp } from '../http.js';
import { SalesforceApi } from './api.js';
import { findRecords } from './finding.js';
import { DATA } from './objects.js';
import { prepareFields, readDefaults, readFields } from './schema.js';
import { SalesforceWriting } from './writing.js';

/** Records whose removal one call takes. */
const MOST_REMOVED = 200;

/** Speaks Salesforce's REST API: collections by an External ID that is unique, reading back in the same call. */
export class SalesforceConnector implements Connector {
  readonly limits: Limits;
  private readonly api: SalesforceApi;
  private readonly writing: SalesforceWriting;
  private readonly defaults = new Map<SyncObject, Promise<Properties>>();

  constructor(connection: Connection, http: CrmHttp) {
    this.api = new SalesforceApi(connection, http);
    this.writing = new SalesforceWriting(this.api, (object, signal) => this.defaultsOf(object, signal));
    this.limits = {
      batch: 200,
      lookup: 500,
      // More would lock each other out where their records lead to the same account.
      inFlight: 3,
      budget: [],
      deadlineMs: this.api.deadlineMs,
      searchLagMs: 0,
    };
  }

  async account(signal: AbortSignal): Promise<Account> {
    const path = `${DATA}/query?q=${encodeURIComponent('SELECT Id,Name FROM Organization LIMIT 1')}`;
    const { records = [] } = await this.api.call<{ records?: { Id?: string; Name?: string }[] }>('GET', path, signal);
    const { Id = this.api.address, Name = 'Salesforce' } = records[0] ?? {};
    return { id: Id, name: Name, home: this.api.address };
  }

  prepare(signal: AbortSignal): Promise<Prepared> {
    return prepareFields(this.api, signal);
  }

  fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
    return readFields(this.api, object, signal);
  }

  find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties: string[] = []): Promise<Found[]> {
    return findRecords(this.api, object, lookups, signal, properties);
  }

  write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    return this.writing.write(object, items, signal);
  }

  async remove(_: SyncObject, ids: string[], signal: AbortSignal): Promise<void> {
    for (let start = 0; start < ids.length; start += MOST_REMOVED) {
      const some = ids.slice(start, start + MOST_REMOVED).join(',');
      await this.api.call('DELETE', `${DATA}/composite/sobjects?ids=${some}&allOrNone=false`, signal);
    }
  }

  budget(): Budget | null {
    return this.api.budget;
  }

  recordUrl(_: SyncObject, id: string): string {
    return `${this.api.address}/${id}`;
  }

  /** Read once: stages hardly change, and an opportunity that names its own needs none. */
  private defaultsOf(object: SyncObject, signal: AbortSignal): Promise<Properties> {
    const known = this.defaults.get(object);
    if (known) return known;
    const read = readDefaults(this.api, object, signal);
    this.defaults.set(object, read);
    read.catch(() => this.defaults.delete(object));
    return read;
  }
}
