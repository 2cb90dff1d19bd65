import { KEY_FIELD } from '../../fields.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { userError, valueError } from './faults.ts';
import { type OdooField, MODELS } from './models.ts';
import { show } from './values.ts';

type Leaf = [string, string, unknown];
type Test = (record: StoredRecord) => boolean;

/** Records that fit a domain in Odoo's prefix notation, oldest first. */
export function search(desk: Desk, model: string, fields: OdooField[], domain: unknown): StoredRecord[] {
  const fits = readDomain(desk, model, fields, domain);
  return [...desk.store.all(MODELS[model]!.object)].filter(fits);
}

function readDomain(desk: Desk, model: string, fields: OdooField[], domain: unknown): Test {
  if (!Array.isArray(domain)) throw valueError('Domain is not a list');
  const terms = [...(domain as unknown[])];
  const read = (): Test => {
    const term = terms.shift();
    if (term === '|' || term === '&') {
      const [left, right] = [read(), read()];
      return term === '|' ? (record) => left(record) || right(record) : (record) => left(record) && right(record);
    }
    if (term === '!') {
      const inner = read();
      return (record) => !inner(record);
    }
    return readLeaf(desk, model, fields, term as Leaf);
  };
  const tests: Test[] = [];
  while (terms.length > 0) tests.push(read());
  return (record) => tests.every((test) => test(record));
}

function readLeaf(desk: Desk, model: string, fields: OdooField[], leaf: Leaf): Test {
  if (!Array.isArray(leaf) || leaf.length !== 3) throw valueError(`Invalid leaf ${JSON.stringify(leaf)}`);
  const [name, operator, wanted] = leaf;
  const field = fields.find((candidate) => candidate.name === name && candidate.stores !== KEY_FIELD);
  if (!field && name !== 'id' && !['active', 'parent_id'].includes(name)) {
    throw valueError(`Invalid field ${model}.${name} in leaf ${JSON.stringify(leaf)}`);
  }
  const valueOf = (record: StoredRecord): unknown => {
    if (name === 'id') return Number(record.id);
    if (name === 'active') return true;
    const value = field ? show(desk, field, record) : false;
    return Array.isArray(value) ? (value[0] as unknown) : value;
  };
  switch (operator) {
    case '=':
      return (record) => valueOf(record) === wanted;
    case '!=':
      return (record) => valueOf(record) !== wanted;
    case 'in': {
      const values = new Set(wanted as unknown[]);
      return (record) => values.has(valueOf(record));
    }
    case 'ilike': {
      const part = String(wanted).toLowerCase();
      return (record) => typeof valueOf(record) === 'string' && String(valueOf(record)).toLowerCase().includes(part);
    }
    default:
      throw userError(`Invalid operator ${operator}`);
  }
}
