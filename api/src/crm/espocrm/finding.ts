import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { CrmRecord, Found, Lookup } from '../connector.js';
import { isOnDomain } from '../domain.js';
import type { EspoApi, EspoEntity } from './api.js';
import { ENTITIES, keyFieldOf } from './objects.js';
import type { EspoSchema } from './schema.js';
import { decodeAll } from './values.js';

/** Records of one page, EspoCRM's own limit, and pages we read: beyond that a domain is none that tells companies apart. */
const PAGE = 200;
const MOST_PAGES = 5;

type Where = { type: string; attribute?: string; value: unknown };

/** Web servers refuse longer request lines: 8,190 bytes is Apache's limit, and nginx's is near. */
const LONGEST_QUERY = 7_800;

/** Finds records by id, our key or domain: all lookups in one call, as far as they fit into an address. */
export async function findRecords(
  api: EspoApi,
  schema: EspoSchema,
  object: SyncObject,
  lookups: Lookup[],
  properties: string[],
  signal: AbortSignal,
): Promise<Found[]> {
  const always = object === 'company' ? ['name', 'website'] : ['name'];
  const names = [...new Set([...always, ...properties])].filter((name) => schema.has(name));
  const keyField = keyFieldOf(schema)!;
  const wanted = conditions(object, lookups, keyField);
  const select = ['id', keyField, ...names];
  if (lookups.length > 1 && queryOf(wanted, select, 0).length > LONGEST_QUERY) {
    const middle = Math.ceil(lookups.length / 2);
    const [first, second] = [lookups.slice(0, middle), lookups.slice(middle)];
    return [
      ...(await findRecords(api, schema, object, first, properties, signal)),
      ...(await findRecords(api, schema, object, second, properties, signal)),
    ];
  }
  const entities = await read(api, object, wanted, select, signal);
  const show = (entity: EspoEntity): CrmRecord => ({
    id: entity.id,
    key: asKey(entity[keyField]),
    properties: decodeAll(schema, entity, names),
  });
  return lookups.map((lookup) => {
    const { by, found } = match(lookup, entities, keyField);
    return { key: lookup.key, by, records: found.map(show) };
  });
}

function match(
  { key, crmId, domain }: Lookup,
  entities: EspoEntity[],
  keyField: string,
): { by: Found['by']; found: EspoEntity[] } {
  const linked = entities.filter(({ id }) => id === crmId);
  if (linked.length > 0) return { by: 'id', found: linked };
  const ours = entities.filter((entity) => entity[keyField] === key);
  if (ours.length > 0) return { by: 'key', found: ours };
  const onDomain = domain ? entities.filter((entity) => isOnDomain(entity['website'], domain)) : [];
  return onDomain.length > 0 ? { by: 'domain', found: onDomain } : { by: null, found: [] };
}

function conditions(object: SyncObject, lookups: Lookup[], keyField: string): Where[] {
  const ids = lookups.flatMap(({ crmId }) => (crmId ? [crmId] : []));
  const domains = object === 'company' ? lookups.flatMap(({ domain }) => (domain ? [domain] : [])) : [];
  return [
    { type: 'in', attribute: keyField, value: lookups.map(({ key }) => key) },
    ...(ids.length > 0 ? [{ type: 'in', attribute: 'id', value: ids }] : []),
    ...domains.map((domain) => ({ type: 'contains', attribute: 'website', value: domain })),
  ];
}

async function read(
  api: EspoApi,
  object: SyncObject,
  anyOf: Where[],
  select: string[],
  signal: AbortSignal,
): Promise<EspoEntity[]> {
  const entities: EspoEntity[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = queryOf(anyOf, select, page);
    const answer = (await api.call('GET', `${ENTITIES[object]}?${query}`, signal)) as { list?: EspoEntity[] };
    entities.push(...(answer.list ?? []));
    if ((answer.list ?? []).length < PAGE) break;
  }
  return entities;
}

function queryOf(anyOf: Where[], select: string[], page: number): string {
  const query = new URLSearchParams({
    select: select.join(','),
    maxSize: String(PAGE),
    offset: String(page * PAGE),
    orderBy: 'createdAt',
    order: 'asc',
  });
  addParameter(query, 'where', [{ type: 'or', value: anyOf }]);
  return query.toString();
}

/** PHP reads nested parameters as `where[0][value][1][type]=in`. */
function addParameter(query: URLSearchParams, name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) query.append(name, String(value));
  else for (const [part, inner] of Object.entries(value)) addParameter(query, `${name}[${part}]`, inner);
}

/** Our key in a record, null where it has none. */
export function asKey(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
