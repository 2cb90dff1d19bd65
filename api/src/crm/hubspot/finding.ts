import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { setTimeout as pause } from 'node:timers/promises';
import type { CrmRecord, Found, Lookup } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { matchLookups } from '../match-lookups.js';
import type { HubspotApi } from './api.js';
import { KEY_PROPERTY, paths } from './objects.js';
import { COMPANY_LINK, readLinks } from './associations.js';
import { decode } from './values.js';

/** Records of one read, values of one filter, filters that are joined by "or" in one search. */
const MOST_READ = 100;
const VALUES_OF_A_FILTER = 100;
const FILTERS_OF_A_SEARCH = 5;
/** Fewer values than this in a refused search: it is not their number that HubSpot minds. */
const FEWEST_VALUES = 20;
const RESULTS_OF_A_PAGE = 200;
/**
 * Five searches a second are allowed to an account, apart from all other calls, and no answer counts them for us. Four are
 * made, since they do not arrive as evenly as they leave.
 */
const BETWEEN_SEARCHES_MS = 250;
/** Ids of records that were merged into one, in that one. */
const MERGED_IDS = 'hs_merged_object_ids';

interface Shown {
  id: string;
  properties?: Record<string, unknown>;
}

/**
 * Finds records: by id and key in the records themselves, by domain in the search, which lags behind and is never asked
 * whether something of ours has arrived.
 */
export class HubspotFinding {
  /** Values one search takes here; HubSpot also bounds the size of a search, so a refused one teaches a smaller number. */
  searchValues = VALUES_OF_A_FILTER * FILTERS_OF_A_SEARCH;
  private nextSearchAt = 0;

  constructor(
    private readonly api: HubspotApi,
    /** Whether records of this object can be read by our key. */
    private readonly keyIsUnique: (object: SyncObject) => boolean,
  ) {}

  /** Calls a look-up takes: reads by id and by key, searches, and the reading of links. */
  requests(object: SyncObject, lookups: Lookup[]): number {
    const ids = lookups.filter(({ crmId }) => crmId !== undefined).length;
    const keys = lookups.filter(({ mayBeOurs, domain }) => mayBeOurs || domain === undefined).length;
    const domains = object === 'company' ? lookups.filter(({ domain }) => domain !== undefined).length : 0;
    const reads = Math.ceil(ids / MOST_READ) + Math.ceil(keys / MOST_READ);
    return reads + Math.ceil(domains / this.searchValues) + (object === 'company' || reads === 0 ? 0 : 1);
  }

  async find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties: string[]): Promise<Found[]> {
    const names = [
      ...new Set([...properties.filter((name) => name !== COMPANY_LINK), KEY_PROPERTY, MERGED_IDS, ...titles(object)]),
    ];
    const ids = lookups.flatMap(({ crmId }) => crmId ?? []);
    const byId = await this.read(object, ids, null, names, signal);
    const survivors = survivorsIn(byId);
    const asked = lookups.map((lookup) => ({ ...lookup, ...survivorOf(lookup, survivors) }));
    const found = new Set(byId.map(({ id }) => id));
    const left = asked.filter(({ crmId }) => crmId === undefined || !found.has(crmId));
    const keys = left.filter(({ mayBeOurs, domain }) => mayBeOurs || domain === undefined).map(({ key }) => key);
    const byKey = await this.byKey(object, keys, names, signal);
    const domains = object === 'company' ? left.flatMap(({ domain }) => domain ?? []) : [];
    const byDomain = await this.search(object, 'domain', domains, names, signal);
    const records = [...byId, ...byKey, ...byDomain];
    const linked =
      object !== 'company' && properties.includes(COMPANY_LINK)
        ? await readLinks(this.api, object, records, signal)
        : records;
    return matchLookups(asked, linked, ({ properties: { domain } }) => [domain]);
  }

  private async byKey(object: SyncObject, keys: string[], names: string[], signal: AbortSignal): Promise<CrmRecord[]> {
    if (!this.keyIsUnique(object)) return this.search(object, KEY_PROPERTY, keys, names, signal);
    try {
      return await this.read(object, keys, KEY_PROPERTY, names, signal);
    } catch (error) {
      const noUniqueKey = error instanceof CrmProblem && /non-unique/i.test(error.details.crmMessage ?? '');
      if (!(noUniqueKey && object === 'task')) throw error;
      return this.search(object, KEY_PROPERTY, keys, names, signal);
    }
  }

  private async read(
    object: SyncObject,
    values: string[],
    idProperty: string | null,
    properties: string[],
    signal: AbortSignal,
  ): Promise<CrmRecord[]> {
    const records: CrmRecord[] = [];
    for (let start = 0; start < values.length; start += MOST_READ) {
      const inputs = [...new Set(values.slice(start, start + MOST_READ))].map((id) => ({ id }));
      const { results = [] } = await this.api.call<{ results?: Shown[] }>(
        'POST',
        paths.objects(object, '/batch/read'),
        signal,
        { inputs, properties, propertiesWithHistory: [], ...(idProperty ? { idProperty } : {}) },
      );
      records.push(...results.map(asRecord));
    }
    return records;
  }

  private async search(
    object: SyncObject,
    property: string,
    values: string[],
    properties: string[],
    signal: AbortSignal,
  ): Promise<CrmRecord[]> {
    const records: CrmRecord[] = [];
    for (let start = 0; start < values.length;) {
      const part = values.slice(start, start + this.searchValues);
      try {
        records.push(...(await this.searchPages(object, property, part, properties, signal)));
        start += part.length;
      } catch (error) {
        const tooMuch = error instanceof CrmProblem && error.kind === 'batch_rejected' && part.length > FEWEST_VALUES;
        if (!tooMuch) throw error;
        this.searchValues = Math.ceil(part.length / 2);
      }
    }
    return records;
  }

  private async searchPages(
    object: SyncObject,
    propertyName: string,
    values: string[],
    properties: string[],
    signal: AbortSignal,
  ): Promise<CrmRecord[]> {
    const filterGroups = [];
    for (let start = 0; start < values.length; start += VALUES_OF_A_FILTER) {
      const some = values.slice(start, start + VALUES_OF_A_FILTER);
      filterGroups.push({ filters: [{ propertyName, operator: 'IN', values: some }] });
    }
    const records: CrmRecord[] = [];
    let after: string | undefined;
    do {
      await this.takeTurn(signal);
      const page: SearchPage = await this.api.call('POST', paths.objects(object, '/search'), signal, {
        filterGroups,
        properties,
        limit: RESULTS_OF_A_PAGE,
        ...(after === undefined ? {} : { after }),
      });
      records.push(...(page.results ?? []).map(asRecord));
      after = page.paging?.next?.after;
    } while (after !== undefined);
    return records;
  }

  private async takeTurn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const wait = this.nextSearchAt - now;
    this.nextSearchAt = Math.max(now, this.nextSearchAt) + BETWEEN_SEARCHES_MS;
    if (wait > 0) await pause(wait, undefined, { signal });
  }
}

interface SearchPage {
  results?: Shown[];
  paging?: { next?: { after?: string } };
}

function asRecord({ id, properties = {} }: Shown): CrmRecord {
  const key = properties[KEY_PROPERTY];
  return { id: String(id), key: typeof key === 'string' && key !== '' ? key : null, properties: decode(properties) };
}

/** What people know a record by, and what a company is matched by. */
function titles(object: SyncObject): string[] {
  return { company: ['name', 'domain'], deal: ['dealname'], task: ['hs_task_subject'] }[object];
}

/** Records that live on in another one, by their old ids. */
function survivorsIn(records: CrmRecord[]): Map<string, string> {
  return new Map(
    records.flatMap(({ id, properties }) =>
      String(properties[MERGED_IDS] ?? '')
        .split(';')
        .filter((old) => old !== '')
        .map((old) => [old, id] as const),
    ),
  );
}

function survivorOf({ crmId }: Lookup, survivors: Map<string, string>): { crmId?: string } {
  const survivor = crmId === undefined ? undefined : survivors.get(crmId);
  return survivor === undefined ? {} : { crmId: survivor };
}
