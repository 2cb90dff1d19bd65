import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { FieldDefinition } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { fail, invalid } from './errors.ts';
import { DEFAULTS, fieldsOf, show } from './records.ts';
import { toShown } from './values.ts';

interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  highValue?: string;
  values?: string[];
}

interface SearchBody {
  filterGroups?: { filters?: Filter[] }[];
  query?: string;
  properties?: string[];
  limit?: number;
  after?: string;
}

const MOST_PER_PAGE = 200;
const MOST_IN_ALL = 10_000;

/** `POST /crm/v3/objects/{object}/search`. New records are found only when the index has them. */
export function search(desk: Desk, object: CrmObject, call: Call): Answer {
  const { filterGroups = [], query = '', properties, limit = 10, after = '0' } = readJsonObject(call) as SearchBody;
  const fields = fieldsOf(desk, object);
  if (limit > MOST_PER_PAGE) return fail(400, invalid(`The requested limit of ${limit} exceeds ${MOST_PER_PAGE}`));
  if (Number(after) + limit > MOST_IN_ALL) return fail(400, invalid('Paging beyond 10000 results is not possible'));
  if (filterGroups.length > 5 || filterGroups.some(({ filters = [] }) => filters.length > 6)) {
    return fail(400, invalid('At most 5 filter groups with 6 filters each are allowed'));
  }
  const filters = filterGroups.flatMap(({ filters: some = [] }) => some);
  const unknown = filters.find(({ propertyName }) => !fields.some(({ name }) => name === propertyName));
  if (unknown) return fail(400, invalid(`There was a problem with the request. No property ${unknown.propertyName}`));
  const operator = filters.find((filter) => !(filter.operator in OPERATORS))?.operator;
  if (operator) return fail(400, invalid(`Operator ${operator} is not known`));
  const found = findAll(desk, object, fields, filterGroups, query);
  const page = found.slice(Number(after), Number(after) + limit);
  const next = Number(after) + page.length;
  return {
    status: 200,
    body: {
      total: found.length,
      results: page.map((record) => show(object, fields, record, properties ?? DEFAULTS[object])),
      ...(next < found.length ? { paging: { next: { after: String(next) } } } : {}),
    },
  };
}

function findAll(
  { store, faults }: Desk,
  object: CrmObject,
  fields: FieldDefinition[],
  groups: { filters?: Filter[] }[],
  query: string,
): StoredRecord[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const words = query.toLowerCase();
  const found: StoredRecord[] = [];
  for (const record of store.all(object)) {
    if (!faults.isIndexed(record.createdAt)) continue;
    const value = (name: string) => toShown(record, byName.get(name)!);
    const fits = ({ filters = [] }: { filters?: Filter[] }) =>
      filters.every((filter) => OPERATORS[filter.operator]!(value(filter.propertyName), filter));
    if (groups.length > 0 && !groups.some(fits)) continue;
    if (words !== '' && !DEFAULTS[object].some((name) => value(name)?.toLowerCase().includes(words))) continue;
    found.push(record);
  }
  return found;
}

type Operator = (value: string | null, filter: Filter) => boolean;

const same = (one: string | null, other: string | undefined) => one?.toLowerCase() === other?.toLowerCase();
const compare = (one: string, other = '') => {
  const [left, right] = [Number(one), Number(other)];
  return isNaN(left) || isNaN(right) ? one.localeCompare(other) : left - right;
};
const hasToken = (value: string | null, { value: token = '' }: Filter) => {
  const pattern = token.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return value !== null && new RegExp(`(^|[^\\p{L}\\p{N}])${pattern}($|[^\\p{L}\\p{N}])`, 'iu').test(value);
};

const OPERATORS: Record<string, Operator> = {
  EQ: (value, { value: wanted }) => value !== null && same(value, wanted),
  NEQ: (value, { value: wanted }) => value === null || !same(value, wanted),
  LT: (value, filter) => value !== null && compare(value, filter.value) < 0,
  LTE: (value, filter) => value !== null && compare(value, filter.value) <= 0,
  GT: (value, filter) => value !== null && compare(value, filter.value) > 0,
  GTE: (value, filter) => value !== null && compare(value, filter.value) >= 0,
  BETWEEN: (value, { value: low, highValue }) =>
    value !== null && compare(value, low) >= 0 && compare(value, highValue) <= 0,
  IN: (value, { values = [] }) => value !== null && values.some((wanted) => same(value, wanted)),
  NOT_IN: (value, { values = [] }) => value === null || !values.some((wanted) => same(value, wanted)),
  HAS_PROPERTY: (value) => value !== null,
  NOT_HAS_PROPERTY: (value) => value === null,
  CONTAINS_TOKEN: hasToken,
  NOT_CONTAINS_TOKEN: (value, filter) => !hasToken(value, filter),
};
