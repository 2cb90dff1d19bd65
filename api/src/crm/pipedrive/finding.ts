import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { CrmRecord, Found, Lookup } from '../connector.js';
import { isOnDomain } from '../domain.js';
import { CrmProblem } from '../errors.js';
import { type PipedriveApi, readData } from './api.js';
import { readFailure } from './errors.js';
import { KEY, OBJECTS, readNote } from './objects.js';
import type { PipedriveField, PipedriveSchema } from './schema.js';
import { decodeAll } from './values.js';

/** How far back activities are read to find one by the key in its note, which no search looks into. */
const ACTIVITY_DAYS = 7;
const PAGE = 500;
const MOST_PAGES = 10;
/** Organizations on one domain beyond this are no match but a mistake. */
const MOST_PER_DOMAIN = 10;

export type PipedriveRecord = Record<string, unknown> & { id: number };

/**
 * Finds one record. Pipedrive has no look-up of several: a search costs 20 of the day's tokens, so our key is searched for
 * only where it may be there.
 */
export class PipedriveFinding {
  constructor(
    private readonly api: PipedriveApi,
    private readonly object: SyncObject,
    private readonly schema: PipedriveSchema,
    private readonly signal: AbortSignal,
  ) {}

  async find({ key, crmId, domain, mayBeOurs }: Lookup, properties: string[]): Promise<Found> {
    const names = [...new Set(['name', 'title', 'subject', 'website', ...properties])].filter((name) =>
      this.schema.has(name),
    );
    const found = (by: Found['by'], records: PipedriveRecord[]): Found => ({
      key,
      by,
      records: records.map((record) => this.show(record, names)),
    });
    const linked = crmId ? await this.get(crmId) : null;
    if (linked) return found('id', [linked]);
    const ours = mayBeOurs || !domain ? await this.findByKey(key) : [];
    if (ours.length > 0) return found('key', ours);
    const onDomain = domain && this.object === 'company' ? await this.findByDomain(domain) : [];
    return onDomain.length > 0 ? found('domain', onDomain) : found(null, []);
  }

  /** The record, null where it is gone. */
  private async get(id: string): Promise<PipedriveRecord | null> {
    const answer = await this.api.send(
      'GET',
      `/v2/${OBJECTS[this.object].path}/${encodeURIComponent(id)}`,
      this.signal,
    );
    if (answer.status === 404 && answer.body !== null) return null;
    if (answer.status !== 200) throw readFailure(answer);
    const record = readData<PipedriveRecord & { is_deleted?: boolean }>(answer).data;
    return record.is_deleted ? null : record;
  }

  private async findByKey(key: string): Promise<PipedriveRecord[]> {
    if (this.object === 'task') return this.findActivity(key);
    const field = this.schema.get(KEY.alias);
    if (!field) return [];
    const items = await this.search(field, key, 'exact');
    const records = await this.getAll(items.map(({ id }) => id));
    return records.filter((record) => this.keyOf(record) === key);
  }

  private async findByDomain(domain: string): Promise<PipedriveRecord[]> {
    const field = this.schema.get('website');
    if (!field) return [];
    const items = await this.search(field, domain, 'middle');
    const same = items.filter((item) => isOnDomain(item[field.code], domain)).slice(0, MOST_PER_DOMAIN);
    return this.getAll(same.map(({ id }) => id));
  }

  private async getAll(ids: number[]): Promise<PipedriveRecord[]> {
    const records: PipedriveRecord[] = [];
    for (const id of ids) {
      const record = await this.get(String(id));
      if (record) records.push(record);
    }
    return records;
  }

  private async search(field: PipedriveField, term: string, match: 'exact' | 'middle'): Promise<PipedriveRecord[]> {
    const { entity } = OBJECTS[this.object];
    const query = new URLSearchParams({ term, entity_type: entity, field: field.code, match, limit: '100' });
    try {
      const found = await this.api.search<unknown>(`/v2/itemSearch/field?${query.toString()}`, this.signal);
      return readItems(found);
    } catch (error) {
      // An account whose plan does not let this field be searched.
      if (error instanceof CrmProblem && error.kind === 'refused' && match === 'middle') return [];
      throw error;
    }
  }

  private async findActivity(key: string): Promise<PipedriveRecord[]> {
    const since = new Date(Date.now() - ACTIVITY_DAYS * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
    let cursor: string | null | undefined = '';
    for (let page = 0; page < MOST_PAGES && cursor !== null && cursor !== undefined; page++) {
      const query = new URLSearchParams({
        updated_since: since,
        sort_by: 'update_time',
        sort_direction: 'desc',
        limit: String(PAGE),
        ...(cursor ? { cursor } : {}),
      });
      const answer = await this.api.send('GET', `/v2/activities?${query.toString()}`, this.signal);
      if (answer.status !== 200) throw readFailure(answer);
      const { data, additional_data: more } = readData<PipedriveRecord[] | null>(answer);
      const ours = (data ?? []).filter((record) => this.keyOf(record) === key);
      if (ours.length > 0) return ours;
      cursor = more?.next_cursor ?? null;
    }
    return [];
  }

  private show(record: PipedriveRecord, names: string[]): CrmRecord {
    const shown = this.object === 'task' ? { ...record, note: readNote(record['note']).note } : record;
    return { id: String(record.id), key: this.keyOf(record), properties: decodeAll(this.schema, shown, names) };
  }

  private keyOf(record: PipedriveRecord): string | null {
    if (this.object === 'task') return readNote(record['note']).key;
    const code = this.schema.get(KEY.alias)?.code;
    const value = code ? (record['custom_fields'] as Record<string, unknown> | undefined)?.[code] : null;
    return typeof value === 'string' && value !== '' ? value : null;
  }
}

/** Searches answer a list of items, or a page that has one. */
function readItems(found: unknown): PipedriveRecord[] {
  const list = Array.isArray(found) ? found : ((found as { items?: unknown[] } | null)?.items ?? []);
  return (list as { item?: PipedriveRecord; id?: number }[]).map((entry) => entry.item ?? (entry as PipedriveRecord));
}
