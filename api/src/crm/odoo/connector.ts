import type { CrmField } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type {
  Account,
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
import type { CrmHttp } from '../http.js';
import { appMissing } from './errors.js';
import { ExternalIds } from './external-ids.js';
import { findRecords } from './finding.js';
import { APPS, ENGLISH, MODELS } from './models.js';
import { type OdooRpc, odooRpc } from './rpc.js';
import { ATTRIBUTES, normalise, type OdooSchema, readSchema } from './schema.js';
import { Writing } from './writing.js';

/** What all parts of the connector work with. */
export interface OdooDesk {
  rpc: OdooRpc;
  externalIds: ExternalIds;
  /** Which record a relation's text was found to mean: by field and text. */
  resolved: Map<string, number>;
  schema(object: SyncObject, signal: AbortSignal, anew?: boolean): Promise<OdooSchema>;
  /** The language our user reads Odoo in, such as `de_DE`. */
  language(signal: AbortSignal): Promise<string>;
}

/** Speaks Odoo's external API: `load` with external ids upserts a batch in one transaction. */
export class OdooConnector implements Connector {
  readonly limits: Limits = {
    // Odoo has no limit of its own; above some hundred rows a call only gets longer, not faster (about 600 rows a second).
    batch: 250,
    lookup: 500,
    // Parallel calls on the same tables end in "could not serialize access" for one of them.
    inFlight: 1,
    budget: [],
    deadlineMs: 60_000,
    searchLagMs: 0,
  };
  private readonly desk: OdooDesk;
  private readonly baseUrl: string;
  private readonly database: string;
  private readonly schemas = new Map<SyncObject, Promise<OdooSchema>>();
  private lang: Promise<string> | null = null;

  constructor(connection: Connection, http: CrmHttp) {
    this.baseUrl = (connection.settings['baseUrl'] ?? '').replace(/\/+$/, '');
    this.database = connection.settings['database'] ?? '';
    const rpc = odooRpc(connection, http, this.limits.deadlineMs);
    this.desk = {
      rpc,
      externalIds: new ExternalIds(rpc),
      resolved: new Map(),
      schema: (object, signal, anew) => this.schema(object, signal, anew),
      language: (signal) => (this.lang ??= this.language(signal)),
    };
  }

  async account(signal: AbortSignal): Promise<Account> {
    const uid = await this.desk.rpc.login(signal);
    const users = await this.desk.rpc.call(
      'res.users',
      'search_read',
      { domain: [['id', '=', uid]], fields: ['name', 'company_id'] },
      signal,
    );
    const [user] = users as { name: string; company_id: [number, string] | false }[];
    const company = user?.company_id ? user.company_id[1] : this.database;
    return { id: `${this.database}/${uid}`, name: user ? `${company} (${user.name})` : company };
  }

  /** External ids need nothing prepared; but our user must be allowed to see and to create contacts. */
  async prepare(signal: AbortSignal): Promise<Prepared> {
    try {
      await this.schema('company', signal, true);
      if (await this.mayCreate('company', signal)) return { ready: true };
    } catch (error) {
      if (!(error instanceof CrmProblem) || error.details.code !== 'missing_scope') throw error;
    }
    return {
      ready: false,
      todo: 'In Odoo, give the user the right "Extra Rights / Contact Creation" and access to CRM',
    };
  }

  /** Not every version has the question: then only sending tells. */
  private async mayCreate(object: SyncObject, signal: AbortSignal): Promise<boolean> {
    const args = { operation: 'create', raise_exception: false };
    try {
      return (await this.desk.rpc.call(MODELS[object], 'check_access_rights', args, signal)) !== false;
    } catch (error) {
      if (error instanceof CrmProblem && error.kind === 'batch_rejected') return true;
      throw error;
    }
  }

  async fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
    this.lang = this.language(signal);
    const schema = await this.readSchema(object, signal, await this.lang);
    return normalise(schema, await this.defaultsOf(object, schema, signal));
  }

  find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties: string[] = []): Promise<Found[]> {
    return findRecords(this.desk, object, lookups, properties, signal);
  }

  write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(this.limits.deadlineMs)]);
    return new Writing(this.desk, object, deadline).write(items);
  }

  async remove(object: SyncObject, ids: string[], signal: AbortSignal): Promise<void> {
    const domain = [['id', 'in', ids.map(Number)]];
    const args = { domain, fields: ['id'], context: { active_test: false } };
    const there = (await this.desk.rpc.call(MODELS[object], 'search_read', args, signal)) as { id: number }[];
    if (there.length > 0)
      await this.desk.rpc.call(MODELS[object], 'unlink', { ids: there.map(({ id }) => id) }, signal);
  }

  /** Odoo has no request limit of its own. */
  budget(): null {
    return null;
  }

  recordUrl(object: SyncObject, id: string): string {
    return `${this.baseUrl}/web#id=${id}&model=${MODELS[object]}&view_type=form`;
  }

  private language(signal: AbortSignal): Promise<string> {
    const reading = this.desk.rpc.call('res.users', 'context_get', {}, signal).then((context) => {
      const { lang } = context as { lang?: string | false };
      return lang || ENGLISH;
    });
    reading.catch(() => (this.lang = null));
    return reading;
  }

  /** Required fields Odoo fills in by itself: nobody has to. */
  private async defaultsOf(object: SyncObject, schema: OdooSchema, signal: AbortSignal): Promise<Set<string>> {
    const fields = [...schema.values()].filter(({ required }) => required).map(({ name }) => name);
    try {
      const defaults = await this.desk.rpc.call(MODELS[object], 'default_get', { fields }, signal);
      return new Set(Object.entries(defaults as object).flatMap(([name, value]) => (value === false ? [] : [name])));
    } catch (error) {
      if (error instanceof CrmProblem && error.kind === 'batch_rejected') return new Set();
      throw error;
    }
  }

  private schema(object: SyncObject, signal: AbortSignal, anew = false): Promise<OdooSchema> {
    const known = this.schemas.get(object);
    if (known && !anew) return known;
    const reading = this.readSchema(object, signal);
    this.schemas.set(object, reading);
    reading.catch(() => this.schemas.delete(object));
    return reading;
  }

  /** Labels come in `lang`. */
  private async readSchema(object: SyncObject, signal: AbortSignal, lang = ENGLISH): Promise<OdooSchema> {
    const model = MODELS[object];
    const args = { attributes: ATTRIBUTES, context: { lang } };
    try {
      return readSchema(model, await this.desk.rpc.call(model, 'fields_get', args, signal));
    } catch (error) {
      // In whatever language it is said: the only thing Odoo has to say of a model here is that it is not there.
      const isMissing = error instanceof CrmProblem && error.kind === 'batch_rejected';
      const message = isMissing ? (error.details.crmMessage ?? '') : '';
      if (!message.includes(model)) throw error;
      throw appMissing(APPS[object], { crmMessage: message });
    }
  }
}
