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
import { keyFieldMissing } from '../failures.js';
import type { CrmHttp } from '../http.js';
import { inParallel } from '../in-parallel.js';
import { oneByOne } from '../one-by-one.js';
import { EspoApi } from './api.js';
import { entityHidden } from './errors.js';
import { findRecords } from './finding.js';
import { prepareKeyFields } from './key-field.js';
import { ENTITIES, keyFieldOf, keyFieldTodo } from './objects.js';
import { type EspoSchema, type Labels, normalise, readSchema } from './schema.js';
import { EspoWriting } from './writing.js';

/** Calls at once within one `write` or `remove`. PHP serves each by a process of its own. */
const WIDTH = 4;

/** Speaks EspoCRM's REST API: one record a call, our key in a field of our own. */
export class EspoConnector implements Connector {
  readonly limits: Limits = {
    batch: 20,
    // A search is a GET: more would not fit into an address.
    lookup: 20,
    inFlight: 2,
    budget: [],
    deadlineMs: 30_000,
    // A request that was given up may still be at work in PHP.
    searchLagMs: 5_000,
  };
  private readonly api: EspoApi;
  private readonly schemas = new Map<SyncObject, Promise<EspoSchema>>();
  private me: Promise<{ id: string; name: string }> | null = null;

  constructor(connection: Connection, http: CrmHttp) {
    this.api = new EspoApi(connection, http, this.limits.deadlineMs);
  }

  async account(signal: AbortSignal): Promise<Account> {
    const { user } = (await this.api.call('GET', 'App/user', signal)) as {
      user: { id: string; userName?: string; name?: string };
    };
    return { id: user.id, name: `EspoCRM (${user.name ?? user.userName ?? user.id})` };
  }

  prepare(signal: AbortSignal): Promise<Prepared> {
    return prepareKeyFields(this.api, (object) => this.schema(object, signal, true), signal);
  }

  async fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
    const [definitions, labels] = await Promise.all([this.definitions(object, signal), this.labels(object, signal)]);
    return normalise(readSchema(definitions ?? {}, labels));
  }

  async find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties: string[] = []): Promise<Found[]> {
    return findRecords(this.api, await this.keyed(object, signal), object, lookups, properties, signal);
  }

  async write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(this.limits.deadlineMs)]);
    const schema = await this.keyed(object, deadline);
    const writing = new EspoWriting(this.api, object, schema, () => this.assignee(deadline), deadline);
    return oneByOne(items, WIDTH, deadline, (item) => writing.write(item));
  }

  async remove(object: SyncObject, ids: string[], signal: AbortSignal): Promise<void> {
    await inParallel(ids, WIDTH, async (id) => {
      try {
        await this.api.call('DELETE', `${ENTITIES[object]}/${encodeURIComponent(id)}`, signal);
      } catch (error) {
        if (!(error instanceof CrmProblem) || error.details.code !== 'record_deleted') throw error;
      }
    });
  }

  /** EspoCRM has no request limit. */
  budget(): null {
    return null;
  }

  recordUrl(object: SyncObject, id: string): string {
    return `${this.api.baseUrl}/#${ENTITIES[object]}/view/${id}`;
  }

  /** The schema of an entity that has our key field: without, EspoCRM would drop our keys without a word. */
  private async keyed(object: SyncObject, signal: AbortSignal): Promise<EspoSchema> {
    const known = await this.schema(object, signal);
    const schema = keyFieldOf(known) ? known : await this.schema(object, signal, true);
    if (!keyFieldOf(schema)) throw keyFieldMissing(keyFieldTodo([ENTITIES[object]]));
    return schema;
  }

  private schema(object: SyncObject, signal: AbortSignal, anew = false): Promise<EspoSchema> {
    const known = this.schemas.get(object);
    if (known && !anew) return known;
    const reading = this.definitions(object, signal).then((definitions) => {
      if (definitions === null) throw entityHidden(ENTITIES[object]);
      return readSchema(definitions);
    });
    this.schemas.set(object, reading);
    reading.catch(() => this.schemas.delete(object));
    return reading;
  }

  /** Null where our user has no access to the entity: EspoCRM then leaves it out of its metadata. */
  private async definitions(object: SyncObject, signal: AbortSignal): Promise<Parameters<typeof readSchema>[0] | null> {
    const fields = await this.api.call('GET', `Metadata?key=entityDefs.${ENTITIES[object]}.fields`, signal);
    return fields as Parameters<typeof readSchema>[0] | null;
  }

  /** Names in the user's language; fields are usable without. */
  private async labels(object: SyncObject, signal: AbortSignal): Promise<Labels> {
    try {
      const all = (await this.api.call('GET', 'I18n', signal)) as Record<string, Labels>;
      const [ours, shared] = [all[ENTITIES[object]], all['Global']];
      return { fields: { ...shared?.fields, ...ours?.fields }, options: { ...shared?.options, ...ours?.options } };
    } catch (error) {
      if (error instanceof CrmProblem) return {};
      throw error;
    }
  }

  private async assignee(signal: AbortSignal): Promise<string> {
    this.me ??= this.account(signal);
    this.me.catch(() => (this.me = null));
    return (await this.me).id;
  }
}
