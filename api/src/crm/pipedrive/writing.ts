import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Outcome, Properties, WriteItem } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { rowRefused } from '../failures.js';
import { type PipedriveApi, readData } from './api.js';
import { readFailure } from './errors.js';
import type { PipedriveRecord } from './finding.js';
import { KEY, noteWithKey, OBJECTS, OWN_FIELDS, readNote } from './objects.js';
import type { PipedriveSchema } from './schema.js';
import { type Body, decodeAll, encodeAll } from './values.js';

/** Ids of records created here, kept in mind. */
const MOST_KEPT = 5_000;

/** Writes single records. Nothing is unique in Pipedrive: who calls has looked up what may be there. */
export class PipedriveWriting {
  constructor(
    private readonly api: PipedriveApi,
    private readonly object: SyncObject,
    private readonly schema: PipedriveSchema,
    /** Ids by key of the records created by this connector, so that a key that comes twice is not created twice. */
    private readonly created: Map<string, string>,
    /** The account's currency, for amounts that name none. */
    private readonly currency: () => Promise<string>,
    private readonly signal: AbortSignal,
  ) {}

  /** Throws `CrmProblem` where the record was not written. */
  async write(item: WriteItem): Promise<Outcome> {
    if (item.crmId) return this.update(item, item.crmId);
    const known = this.created.get(item.key);
    if (known === undefined) return this.create(item);
    try {
      return await this.update(item, known);
    } catch (error) {
      if (!(error instanceof CrmProblem) || error.details.code !== 'record_deleted') throw error;
      return this.create(item);
    }
  }

  private async create(item: WriteItem): Promise<Outcome> {
    const outcome = await this.send('POST', `/v2/${OBJECTS[this.object].path}`, item, 'created');
    this.created.set(item.key, outcome.crmId);
    if (this.created.size > MOST_KEPT) this.created.delete(this.created.keys().next().value!);
    return outcome;
  }

  private update(item: WriteItem, id: string): Promise<Outcome> {
    return this.send('PATCH', `/v2/${OBJECTS[this.object].path}/${encodeURIComponent(id)}`, item, 'updated');
  }

  private async send(
    method: 'POST' | 'PATCH',
    path: string,
    item: WriteItem,
    action: 'created' | 'updated',
  ): Promise<Outcome & { kind: 'written' }> {
    const answer = await this.api.send(method, path, this.signal, await this.body(item, action === 'created'));
    if (answer.status !== 200 && answer.status !== 201) throw readFailure(answer, this.schema);
    const record = readData<PipedriveRecord>(answer).data;
    const shown = this.object === 'task' ? { ...record, note: readNote(record['note']).note } : record;
    const after = decodeAll(this.schema, shown, Object.keys(item.properties), item.properties);
    return { kind: 'written', crmId: String(record.id), action, after };
  }

  private async body({ key, properties }: WriteItem, creating: boolean): Promise<Body> {
    const known = this.withoutMissing(properties);
    const money = Object.keys(known).some((name) => this.schema.get(name)?.pipedriveType === 'monetary');
    const body = encodeAll(this.schema, known, money ? await this.currency() : '');
    if (this.object !== 'task') return this.withKey(body, key);
    const note = known['note'];
    if (note === undefined && !creating) return body;
    return { ...body, note: noteWithKey(typeof note === 'string' ? note : '', key) };
  }

  /** Fields of our own that could not be created are left out, and shown as dropped. */
  private withoutMissing(properties: Properties): Properties {
    const ours = new Set(OWN_FIELDS[this.object].map(({ alias }) => alias));
    const entries = Object.entries(properties).filter(([name]) => this.schema.has(name) || !ours.has(name));
    const unknown = entries.find(([name]) => !this.schema.has(name));
    if (unknown) throw rowRefused('unknown_field', { field: unknown[0] });
    return Object.fromEntries(entries);
  }

  private withKey(body: Body, key: string): Body {
    return { ...body, custom_fields: { ...body.custom_fields, [this.schema.get(KEY.alias)!.code]: key } };
  }
}
