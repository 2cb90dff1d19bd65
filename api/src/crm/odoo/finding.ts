import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { CrmRecord, Found, Lookup } from '../connector.js';
import { isOnDomain } from '../domain.js';
import type { OdooDesk } from './connector.js';
import { MODELS } from './models.js';
import type { OdooSchema } from './schema.js';
import { withTagNames } from './tag-names.js';
import { decodeAll } from './values.js';

type Row = Record<string, unknown> & { id: number };

/** Partners with one website beyond this are no match but a mistake; they are still said to be several. */
const MOST_PER_DOMAIN = 20;

/**
 * Finds records by id, our key or domain in at most two calls for any number of lookups: one for the keys, one for the
 * records.
 */
export async function findRecords(
  desk: OdooDesk,
  object: SyncObject,
  lookups: Lookup[],
  properties: string[],
  signal: AbortSignal,
): Promise<Found[]> {
  const schema = await desk.schema(object, signal);
  const keys = lookups.map(({ key }) => key);
  const needed = new Set(lookups.filter(({ mayBeOurs, domain }) => mayBeOurs || !domain).map(({ key }) => key));
  const byKey = await desk.externalIds.find(object, keys, needed, signal);
  const names = wanted(schema, object, properties);
  const known = lookups.flatMap(({ key, crmId }) => [...(crmId ? [Number(crmId)] : []), ...asList(byKey.get(key))]);
  const domains =
    object === 'company' ? lookups.flatMap(({ key, domain }) => (byKey.has(key) ? [] : asList(domain))) : [];
  const read = await readRecords(desk, object, known, domains, names, signal);
  const rows = await withTagNames(desk, schema, read, names, signal);
  if (!desk.externalIds.certain && domains.length > 0) {
    const ids = rows.map(({ id }) => id);
    for (const [key, id] of await desk.externalIds.keysOf(object, ids, keys, signal)) {
      byKey.set(key, id);
      desk.externalIds.keep(object, key, id);
    }
  }
  const keyOf = new Map([...byKey].map(([key, id]) => [id, key]));
  const show = (row: Row): CrmRecord => ({
    id: String(row.id),
    key: keyOf.get(row.id) ?? null,
    properties: decodeAll(schema, row, names),
  });
  const rowsById = new Map(rows.map((row) => [row.id, row]));
  return lookups.map((lookup) => {
    const { by, rows: matches } = match(lookup, rows, rowsById, byKey);
    return { key: lookup.key, by, records: matches.map(show) };
  });
}

function match(
  { key, crmId, domain }: Lookup,
  rows: Row[],
  byId: Map<number, Row>,
  byKey: Map<string, number>,
): { by: Found['by']; rows: Row[] } {
  const linked = crmId ? byId.get(Number(crmId)) : undefined;
  if (linked) return { by: 'id', rows: [linked] };
  const ours = byId.get(byKey.get(key) ?? NaN);
  if (ours) return { by: 'key', rows: [ours] };
  const onDomain = domain
    ? rows.filter((row) => row['active'] !== false && isOnDomain(row['website'], domain)).slice(0, MOST_PER_DOMAIN)
    : [];
  return onDomain.length > 0 ? { by: 'domain', rows: onDomain } : { by: null, rows: [] };
}

/** Archived records are found by id and key, since they are ours, but not adopted by domain. */
async function readRecords(
  { rpc }: OdooDesk,
  object: SyncObject,
  ids: number[],
  domains: string[],
  names: string[],
  signal: AbortSignal,
): Promise<Row[]> {
  const byDomain = domains.map((domain) => ['website', 'ilike', domain]);
  // A contact of a company is no company: with its website it would be a second match.
  const noContact = ['|', ['parent_id', '=', false], ['is_company', '=', true]];
  const ofCompanies = byDomain.length > 0 ? ['&', ...noContact, ...anyOf(byDomain)] : [];
  const byId = ids.length > 0 ? [['id', 'in', [...new Set(ids)]]] : [];
  if (byId.length + byDomain.length === 0) return [];
  const domain = byId.length > 0 && byDomain.length > 0 ? ['|', ...byId, ...ofCompanies] : [...byId, ...ofCompanies];
  const args = { domain, fields: names, context: { active_test: false } };
  return (await rpc.call(MODELS[object], 'search_read', args, signal)) as Row[];
}

/** Odoo's prefix notation: n conditions take n - 1 ors. */
function anyOf(conditions: unknown[]): unknown[] {
  return [...conditions.slice(1).map(() => '|'), ...conditions];
}

function wanted(schema: OdooSchema, object: SyncObject, properties: string[]): string[] {
  const always = object === 'company' ? ['name', 'website', 'active'] : [];
  return [...new Set([...always, ...properties])].filter((name) => schema.has(name));
}

const asList = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
