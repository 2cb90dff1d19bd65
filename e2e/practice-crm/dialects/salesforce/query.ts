import type { Answer } from '../../call.ts';
import { textOf } from '../../text-of.ts';
import type { Desk } from '../dialect.ts';
import { fail } from './errors.ts';
import { USERS } from './fields.ts';
import { ORGANISATION_ID, readId, readType, SOBJECTS } from './ids.ts';
import { DATA, fieldsOf, valueOf } from './records.ts';
import { parseSoql, SoqlError, type Condition, type Literal, type Soql } from './soql.ts';

type Row = Record<string, unknown>;

const PAGE_SIZE = 2000;

/** `GET /query?q=` and its later pages. */
export function query(desk: Desk, text: string, from = 0): Answer {
  let soql: Soql;
  try {
    soql = parseSoql(text);
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    return fail(400, 'MALFORMED_QUERY', error.message);
  }
  const table = openTable(desk, soql.from);
  if (!table) return fail(400, 'INVALID_TYPE', `sObject type '${soql.from}' is not supported.`);
  const isCount = soql.fields.length === 1 && soql.fields[0] === 'COUNT()';
  const unknown = [...(isCount ? [] : soql.fields), ...fieldsIn(soql.where)].find((name) => !table.has(name));
  if (unknown !== undefined) {
    return fail(400, 'INVALID_FIELD', `No such column '${unknown}' on entity '${table.type}'.`);
  }
  const rows = sorted(
    [...table.rows()].filter((row) => fits(soql.where, row)),
    soql,
  );
  const found = rows.slice(soql.offset, soql.limit === null ? undefined : soql.offset + soql.limit);
  if (isCount) return { status: 200, body: { totalSize: found.length, done: true, records: [] } };
  const page = found.slice(from, from + PAGE_SIZE);
  const next = from + page.length;
  return {
    status: 200,
    body: {
      totalSize: found.length,
      done: next >= found.length,
      ...(next < found.length ? { nextRecordsUrl: `${DATA}/query/${locator(text, next)}` } : {}),
      records: page.map((row) => shape(table.type, row, soql.fields)),
    },
  };
}

/** The query and the place in it that a `nextRecordsUrl` stands for. */
export function readLocator(text: string): { soql: string; from: number } | null {
  const [from, soql] = Buffer.from(text, 'base64url').toString('utf8').split('\n');
  return soql === undefined ? null : { soql, from: Number(from) };
}

const locator = (soql: string, from: number) =>
  Buffer.from(`${from}\n${soql.replaceAll('\n', ' ')}`).toString('base64url');

interface Table {
  type: string;
  has(field: string): boolean;
  rows(): Iterable<Row>;
}

function openTable(desk: Desk, type: string): Table | null {
  const object = readType(type);
  if (object) {
    const fields = fieldsOf(desk, object);
    const names = new Set(fields.map(({ name }) => name.toLowerCase()));
    const { type: exact } = SOBJECTS[object];
    return {
      type: exact,
      has: (name) => names.has(name.toLowerCase()) || leadsOut(object, name),
      *rows() {
        for (const record of desk.store.all(object)) {
          const row: Row = {};
          for (const field of fields) row[field.name.toLowerCase()] = valueOf(object, record, field);
          const company = record.properties['company_id'];
          const account = typeof company === 'string' ? desk.store.get('companies', company) : null;
          row['account.name'] = account?.properties['name'] ?? null;
          row['account.website'] = account?.properties['website'] ?? null;
          yield row;
        }
      },
    };
  }
  const fixed = FIXED[type.toLowerCase()];
  return fixed ? { type, has: (name) => name.toLowerCase() in fixed[0]!, rows: () => fixed } : null;
}

const leadsOut = (object: string, name: string) =>
  object !== 'companies' && ['account.name', 'account.website'].includes(name.toLowerCase());

const FIXED: Record<string, Row[]> = {
  organization: [{ id: ORGANISATION_ID, name: 'Practice CRM', issandbox: true, organizationtype: 'Developer Edition' }],
  user: USERS.map(({ id, name, email }) => ({ id, name, email, username: email, isactive: true })),
};

function fits(condition: Condition | null, row: Row): boolean {
  if (condition === null) return true;
  if ('all' in condition) return condition.all.every((part) => fits(part, row));
  if ('any' in condition) return condition.any.some((part) => fits(part, row));
  if ('not' in condition) return !fits(condition.not, row);
  const value = row[condition.field.toLowerCase()] ?? null;
  if ('values' in condition) return membersOf(condition).has(normal(value)) === (condition.operator === 'IN');
  const { operator, value: wanted } = condition;
  if (operator === '=') return same(value, wanted);
  if (operator === '!=') return !same(value, wanted);
  if (value === null || wanted === null) return false;
  if (operator === 'LIKE') return like(String(wanted)).test(textOf(value));
  const order = typeof value === 'number' ? value - Number(wanted) : textOf(value).localeCompare(String(wanted));
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator];
}

type List = Extract<Condition, { values: Literal[] }>;

/** Thousands of values are asked for in one query: they are read once, not for every record. */
const members = new WeakMap<List, Set<unknown>>();

function membersOf(list: List): Set<unknown> {
  const known = members.get(list) ?? new Set(list.values.map(normal));
  members.set(list, known);
  return known;
}

const same = (value: unknown, wanted: Literal) => normal(value) === normal(wanted);

/** Text is compared without regard to case; ids of 15 and 18 letters are the same. */
function normal(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return readId(value) ? value.slice(0, 15) : value.toLowerCase();
}

function like(pattern: string): RegExp {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'is');
}

function sorted(rows: Row[], { orderBy }: Soql): Row[] {
  if (!orderBy) return rows;
  const name = orderBy.field.toLowerCase();
  const compare = (one: Row, other: Row) => {
    const [left, right] = [one[name], other[name]];
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return textOf(left).localeCompare(textOf(right));
  };
  return rows.toSorted((one, other) => (orderBy.descending ? compare(other, one) : compare(one, other)));
}

function shape(type: string, row: Row, fields: string[]): Row {
  const id = String(row['id']);
  const shaped: Row = { attributes: { type, url: `${DATA}/sobjects/${type}/${id}` } };
  for (const name of fields) {
    const value = row[name.toLowerCase()] ?? null;
    const [relation, inner] = name.split('.');
    if (inner === undefined) shaped[name] = value;
    else shaped[relation!] = { ...(shaped[relation!] as Row | undefined), [inner]: value };
  }
  return shaped;
}

function fieldsIn(condition: Condition | null): string[] {
  if (condition === null) return [];
  if ('all' in condition) return condition.all.flatMap(fieldsIn);
  if ('any' in condition) return condition.any.flatMap(fieldsIn);
  return 'not' in condition ? fieldsIn(condition.not) : [condition.field];
}
