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
import { CrmProblem } from '../errors.js';
import { keyFieldMissing } from '../failures.js';
import type { CrmHttp } from '../http.js';
import { oneByOne } from '../one-by-one.js';
import { PipedriveApi } from './api.js';
import { PipedriveFinding } from './finding.js';
import { KEY, OBJECTS } from './objects.js';
import { keyFieldTodo, prepareOwnFields } from './own-fields.js';
import { PipedriveSchema } from './schema.js';
import { readPipelines } from './stages.js';
import { PipedriveWriting } from './writing.js';

const DEADLINE_MS = 30_000;
const BURST_MS = 2_000;

interface Me {
  id: number;
  name: string;
  company_id: number;
  company_name?: string;
  company_domain?: string;
  default_currency?: string;
}

/** Speaks Pipedrive's API v2: one record a call, no upsert; our key in a custom field. */
export class PipedriveConnector implements Connector {
  private readonly api: PipedriveApi;
  private readonly schemas = new Map<SyncObject, Promise<PipedriveSchema>>();
  private readonly created = {
    company: new Map<string, string>(),
    deal: new Map<string, string>(),
    task: new Map<string, string>(),
  };
  private me: Promise<Me> | null = null;
  private home: string | null;

  constructor(connection: Connection, http: CrmHttp) {
    this.api = new PipedriveApi(connection, http, DEADLINE_MS);
    this.home = connection.account?.home ?? null;
  }

  /** One record a call and one look-up a call, so that the pace of calls is that of the plan. */
  get limits(): Limits {
    const requests = this.api.budget?.limit ?? this.api.smallestBudget;
    return {
      batch: 1,
      lookup: 1,
      inFlight: 4,
      budget: [{ requests, perMs: BURST_MS }],
      deadlineMs: DEADLINE_MS,
      searchLagMs: 60_000,
    };
  }

  async account(signal: AbortSignal): Promise<Account> {
    const { company_id: id, company_name: name, company_domain: domain } = await this.readMe(signal);
    if (domain) this.home = `https://${domain}.pipedrive.com`;
    return { id: String(id), name: name ?? `Pipedrive ${id}`, ...(this.home ? { home: this.home } : {}) };
  }

  prepare(signal: AbortSignal): Promise<Prepared> {
    return prepareOwnFields(this.api, (object) => this.schema(object, signal, true), signal);
  }

  async fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
    const [schema, pipelines] = await Promise.all([
      this.schema(object, signal, true),
      object === 'deal' ? readPipelines(this.api, signal) : new Map<string, string>(),
    ]);
    return schema.normalise(pipelines);
  }

  async find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties: string[] = []): Promise<Found[]> {
    const finding = new PipedriveFinding(this.api, object, await this.keyed(object, signal), signal);
    const found: Found[] = [];
    for (const lookup of lookups) found.push(await finding.find(lookup, properties));
    return found;
  }

  async write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const schema = await this.keyed(object, signal);
    const writing = new PipedriveWriting(
      this.api,
      object,
      schema,
      this.created[object],
      () => this.currency(signal),
      signal,
    );
    return oneByOne(items, 1, signal, (item) => writing.write(item));
  }

  async remove(object: SyncObject, ids: string[], signal: AbortSignal): Promise<void> {
    for (const id of ids) {
      try {
        await this.api.call('DELETE', `/v2/${OBJECTS[object].path}/${encodeURIComponent(id)}`, signal);
      } catch (error) {
        if (!(error instanceof CrmProblem) || error.details.code !== 'record_deleted') throw error;
      }
    }
  }

  budget(): Budget | null {
    return this.api.budget;
  }

  recordUrl(object: SyncObject, id: string): string | null {
    if (!this.home) return null;
    return object === 'task' ? `${this.home}/${OBJECTS.task.page}` : `${this.home}/${OBJECTS[object].page}/${id}`;
  }

  /** The schema of an object that can hold our key. */
  private async keyed(object: SyncObject, signal: AbortSignal): Promise<PipedriveSchema> {
    const known = await this.schema(object, signal);
    if (object === 'task' || known.has(KEY.alias)) return known;
    const anew = await this.schema(object, signal, true);
    if (anew.has(KEY.alias)) return anew;
    throw keyFieldMissing(keyFieldTodo([object === 'company' ? 'Organization' : 'Deal']));
  }

  private schema(object: SyncObject, signal: AbortSignal, anew = false): Promise<PipedriveSchema> {
    const known = this.schemas.get(object);
    if (known && !anew) return known;
    const reading = this.api
      .call<ConstructorParameters<typeof PipedriveSchema>[1]>(
        'GET',
        `/v2/${OBJECTS[object].fieldsPath}?limit=500`,
        signal,
      )
      .then((described) => new PipedriveSchema(object, described));
    this.schemas.set(object, reading);
    reading.catch(() => this.schemas.delete(object));
    return reading;
  }

  private async currency(signal: AbortSignal): Promise<string> {
    this.me ??= this.readMe(signal);
    this.me.catch(() => (this.me = null));
    return (await this.me).default_currency ?? 'EUR';
  }

  /** Users are still in version 1. */
  private readMe(signal: AbortSignal): Promise<Me> {
    return this.api.call<Me>('GET', '/v1/users/me', signal);
  }
}
