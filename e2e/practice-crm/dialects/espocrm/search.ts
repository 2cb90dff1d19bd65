import type { StoredRecord } from '../../store.ts';
import { textOf } from '../../text-of.ts';
import type { Desk } from '../dialect.ts';
import { ENTITIES, type EspoField } from './fields.ts';
import { show } from './records.ts';

interface Where {
  type: string;
  attribute?: string;
  value?: unknown;
}

/** PHP's way of nesting in a query: `where[0][value][1][type]=in`. */
export function readNested(query: URLSearchParams, name: string): unknown {
  const root: Record<string, unknown> = {};
  for (const [key, value] of query) {
    const path = key.split(/[[\]]+/).filter((part) => part !== '');
    if (path[0] !== name) continue;
    let at: Record<string, unknown> = root;
    for (const part of path.slice(1, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[path.at(-1)!] = value;
  }
  return root;
}

const listOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : value === undefined ? [] : [value];

/** Records that fit all conditions, oldest first; null where an attribute cannot be searched. */
export function search(desk: Desk, entity: string, fields: EspoField[], where: unknown): StoredRecord[] | null {
  const tests = (listOf(where) as Where[]).map((condition) => readCondition(desk, entity, fields, condition));
  if (tests.some((test) => test === null)) return null;
  return [...desk.store.all(ENTITIES[entity]!.object)].filter((record) => tests.every((test) => test!(record)));
}

type Test = (record: StoredRecord) => boolean;

function readCondition(desk: Desk, entity: string, fields: EspoField[], condition: Where): Test | null {
  const { type, attribute, value } = condition;
  if (type === 'or' || type === 'and') {
    const inner = (listOf(value) as Where[]).map((one) => readCondition(desk, entity, fields, one));
    if (inner.some((test) => test === null)) return null;
    return (record) => (type === 'or' ? inner.some((test) => test!(record)) : inner.every((test) => test!(record)));
  }
  const definition = fields.find(({ name }) => name === attribute);
  if (!definition && attribute !== 'id') return null;
  const valueOf = (record: StoredRecord) =>
    attribute === 'id' ? record.id : textOf(show(desk, [definition!], record)[attribute!]);
  switch (type) {
    case 'equals':
      return (record) => valueOf(record) === value;
    case 'in': {
      const wanted = new Set(listOf(value).map(String));
      return (record) => wanted.has(valueOf(record));
    }
    case 'contains':
      return (record) => valueOf(record).toLowerCase().includes(String(value).toLowerCase());
    default:
      return null;
  }
}
