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
  WriteItem,
} from '../connector.js';
import type { CrmHttp } from '../http.js';
import { HubspotApi } from './api.js';
import { HubspotFinding } from './finding.js';
import { OBJECTS, paths } from './objects.js';
import { prepareProperties, readFields } from './schema.js';
import { HubspotWriting, requestsOfWrite } from './writing.js';

/** Calls in ten seconds that HubSpot allows an app connected by OAuth, and a private app or service key. */
const OAUTH_REQUESTS = 110;
const PRIVATE_REQUESTS = 190;
const WINDOW_MS = 10_000;

interface AccountDetails {
  portalId?: number | string;
  uiDomain?: string;
}

/** Speaks HubSpot's dated object API: batches by our unique property, links by calls of their own. */
export class HubspotConnector implements Connector {
  private readonly api: HubspotApi;
  private readonly writing: HubspotWriting;
  private readonly finding: HubspotFinding;
  private readonly ownRequests: number;
  private home: string | null;

  constructor(connection: Connection, http: CrmHttp) {
    this.api = new HubspotApi(connection, http);
    this.writing = new HubspotWriting(this.api);
    this.finding = new HubspotFinding(this.api, (object) => object !== 'task' || this.writing.taskKeyIsUnique);
    this.ownRequests = connection.credentials['refreshToken'] ? OAUTH_REQUESTS : PRIVATE_REQUESTS;
    this.home = connection.account?.home ?? null;
  }

  /** Smaller plans allow less than the rule says; their answers tell. */
  get limits(): Limits {
    const requests = Math.min(this.ownRequests, this.api.budget?.limit ?? this.ownRequests);
    return {
      batch: 100,
      lookup: this.finding.searchValues,
      inFlight: 5,
      budget: [{ requests, perMs: WINDOW_MS }],
      deadlineMs: this.api.deadlineMs,
      searchLagMs: 10_000,
    };
  }

  async account(signal: AbortSignal): Promise<Account> {
    const { portalId, uiDomain } = await this.api.call<AccountDetails>('GET', paths.account, signal);
    const id = String(portalId ?? '');
    const { protocol } = new URL(this.api.address);
    this.home = `${protocol}//${uiDomain ?? 'app.hubspot.com'}/contacts/${id}`;
    return { id, name: `HubSpot ${id}`, home: this.home };
  }

  prepare(signal: AbortSignal): Promise<Prepared> {
    return prepareProperties(this.api, signal);
  }

  fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
    return readFields(this.api, object, signal);
  }

  find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties: string[] = []): Promise<Found[]> {
    return this.finding.find(object, lookups, signal, properties);
  }

  write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    return this.writing.write(object, items, signal);
  }

  requests(object: SyncObject, call: { find: Lookup[] } | { write: WriteItem[] }): number {
    return 'find' in call ? this.finding.requests(object, call.find) : requestsOfWrite(call.write);
  }

  async remove(object: SyncObject, ids: string[], signal: AbortSignal): Promise<void> {
    const inputs = ids.map((id) => ({ id }));
    await this.api.call('POST', paths.objects(object, '/batch/archive'), signal, { inputs });
  }

  budget(): Budget | null {
    return this.api.budget;
  }

  recordUrl(object: SyncObject, id: string): string | null {
    return this.home && `${this.home}/record/${OBJECTS[object].typeId}/${id}`;
  }
}
