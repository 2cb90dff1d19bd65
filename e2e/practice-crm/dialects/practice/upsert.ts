import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { KEY_FIELD } from '../../fields.ts';
import type { CrmObject, Properties } from '../../objects.ts';
import { quote, type Refusal } from '../../refusal.ts';
import type { WriteAction } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { checkRow, keyTaken, writeRow } from '../row.ts';
import { PRACTICE_FIELDS } from './fields.ts';
import { refuse } from './refuse.ts';

/** Rows of one call. */
export const MOST_ROWS = 100;

interface Item {
  key: string;
  id?: string;
  properties: Record<string, unknown>;
}

interface Result {
  key: string;
  status: WriteAction | 'refused' | 'not_found';
  id?: string;
  properties?: Properties;
  before?: Properties;
  error?: { code: string; field?: string; message: string };
}

/** `POST /{object}/batch/upsert`: row by row, in order; a bad row keeps no other from being written. */
export function upsertRows(desk: Desk, object: CrmObject, call: Call): Answer {
  const { items } = readJsonObject(call);
  if (!Array.isArray(items) || items.length === 0) {
    return refuse(400, 'invalid_request', 'items must be a list with at least one row.');
  }
  if (items.length > MOST_ROWS) {
    return refuse(400, 'batch_too_large', `One call takes at most ${MOST_ROWS} rows, not ${items.length}.`);
  }
  const malformed = items.findIndex((item) => !isItem(item));
  if (malformed >= 0) {
    const shape = '{ key: text, id?: text, properties: object }';
    return refuse(400, 'invalid_request', `items[${malformed}] must be ${shape}, not ${quote(items[malformed])}.`);
  }
  const rows = items as Item[];
  const twice = rows.find(({ key }, index) => rows.findIndex((row) => row.key === key) !== index);
  if (twice) {
    return refuse(400, 'duplicate_key_in_batch', `The key ${quote(twice.key)} is in this call more than once.`);
  }
  const results = rows.map((row) => upsert(desk, object, row));
  const complete = results.every(({ error }) => error === undefined);
  return { status: complete ? 200 : 207, body: { results: desk.faults.answerRows(results) } };
}

function upsert(desk: Desk, object: CrmObject, { key, id, properties }: Item): Result {
  const target = id === undefined ? (desk.store.byKey(object, key)[0] ?? null) : desk.store.get(object, id);
  if (id !== undefined && !target) {
    return { key, status: 'not_found', error: { code: 'not_found', message: `There is no record ${quote(id)}.` } };
  }
  const fields = PRACTICE_FIELDS[object];
  const checked = checkRow(desk, object, fields, { ...properties, [KEY_FIELD]: key }, target);
  const refusal = checked.refusals[0] ?? (checked.holder && keyTaken(fields, checked.holder));
  if (refusal) return refused(key, refusal);
  const { record, action, before } = writeRow(desk, object, checked.properties, target);
  return { key, status: action, id: record.id, properties: record.properties, ...(before ? { before } : {}) };
}

const refused = (key: string, error: Refusal): Result => ({ key, status: 'refused', error });

function isItem(item: unknown): item is Item {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  const { key, id, properties, ...unknown } = item as Record<string, unknown>;
  return (
    typeof key === 'string' &&
    key !== '' &&
    (id === undefined || typeof id === 'string') &&
    typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties) &&
    Object.keys(unknown).length === 0
  );
}
