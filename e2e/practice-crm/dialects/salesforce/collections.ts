import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import { textOf } from '../../text-of.ts';
import type { Desk } from '../dialect.ts';
import { writeRow } from '../row.ts';
import { fail, type ItemError } from './errors.ts';
import { idOf, readId, readType, SOBJECTS } from './ids.ts';
import { fieldsOf, show } from './records.ts';
import { check, type Checked } from './rows.ts';

const MOST_RECORDS = 200;
const MOST_READ = 2000;

type Row = Record<string, unknown>;

/** One row with its place found; `lost` says why there is none. */
interface Placed {
  object: CrmObject;
  row: Row;
  target: StoredRecord | null;
  lost?: ItemError;
}

/** `PATCH /composite/sobjects/{type}/{field}`: creates or updates by external id, in order. */
export function upsertCollection(desk: Desk, object: CrmObject, keyName: string, call: Call): Answer {
  const body = readRecords(call);
  if (!Array.isArray(body.records)) return body.records;
  const key = fieldsOf(desk, object).find((field) => field.name === keyName && field.details.externalId);
  if (!key) {
    const message = `Provided external ID field does not exist or is not accessible: ${keyName}`;
    return fail(404, 'NOT_FOUND', message);
  }
  const seen = new Set<string>();
  const placed = body.records.map((row): Placed => {
    const value = row[keyName];
    if (value === undefined || value === null || value === '') {
      return { object, row, target: null, lost: itemError('MISSING_ARGUMENT', `${keyName} not specified`) };
    }
    const text = textOf(value);
    if (seen.has(text)) {
      const message = `Duplicate external id specified: ${text}`;
      return { object, row, target: null, lost: itemError('DUPLICATE_VALUE', message, [keyName]) };
    }
    seen.add(text);
    const holders = desk.store.byKey(object, text);
    if (holders.length > 1) {
      const ids = holders.map(({ id }) => idOf(object, id)).join(', ');
      const message = `More than one record found for external id field: [${ids}]`;
      return { object, row, target: null, lost: itemError('DUPLICATE_EXTERNAL_ID', message) };
    }
    return { object, row, target: holders[0] ?? null };
  });
  return writeAll(desk, placed, body.allOrNone, true);
}

/** `POST /composite/sobjects` */
export function createCollection(desk: Desk, call: Call): Answer {
  const body = readRecords(call);
  if (!Array.isArray(body.records)) return body.records;
  const placed: Placed[] = [];
  for (const row of body.records) {
    const object = readType(typeOf(row));
    if (!object) return unknownType(typeOf(row));
    placed.push({ object, row, target: null });
  }
  return writeAll(desk, placed, body.allOrNone, false);
}

/** `PATCH /composite/sobjects` */
export function updateCollection(desk: Desk, call: Call): Answer {
  const body = readRecords(call);
  if (!Array.isArray(body.records)) return body.records;
  const placed: Placed[] = [];
  for (const record of body.records) {
    const object = readType(typeOf(record));
    if (!object) return unknownType(typeOf(record));
    const { Id, id = Id, ...row } = record;
    placed.push({ object, row, ...findTarget(desk, object, id) });
  }
  return writeAll(desk, placed, body.allOrNone, false);
}

/** `DELETE /composite/sobjects?ids=` */
export function deleteCollection({ store }: Desk, { query }: Call): Answer {
  const ids = (query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length > MOST_RECORDS) return tooMany();
  const results = ids.map((id) => {
    const read = readId(id);
    const deleted = read && store.delete(read.object, read.storeId);
    return deleted ? { id, success: true, errors: [] } : { id, success: false, errors: [entityIsDeleted()] };
  });
  return { status: 200, body: results };
}

/** `POST /composite/sobjects/{type}`: those that are not there come back as null, in their place. */
export function readCollection(desk: Desk, object: CrmObject, ids: string[], fields: string[]): Answer {
  if (ids.length > MOST_READ) return tooMany();
  const records = ids.map((id) => {
    const read = readId(id);
    const record = read?.object === object ? desk.store.get(object, read.storeId) : null;
    return record && show(desk, object, record, fields);
  });
  return { status: 200, body: desk.faults.answerRows(records) };
}

/** The record an id means, or what Salesforce says where it is gone. */
export function findTarget(
  { store }: Desk,
  object: CrmObject,
  id: unknown,
): { target: StoredRecord | null; lost?: ItemError } {
  const read = typeof id === 'string' ? readId(id) : null;
  if (read?.object !== object) {
    const message = `${SOBJECTS[object].type} ID: id value of incorrect type: ${String(id)}`;
    return { target: null, lost: itemError('MALFORMED_ID', message, ['Id']) };
  }
  const target = store.get(object, read.storeId);
  if (target) return { target };
  const wasThere = Number(read.storeId) < store.nextId;
  return {
    target: null,
    lost: wasThere ? entityIsDeleted() : itemError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'),
  };
}

/** Writes what can be written; with `allOrNone` only if all can. */
function writeAll(desk: Desk, placed: Placed[], allOrNone: boolean, isUpsert: boolean): Answer {
  // All are read before any is written: what cannot be read refuses the whole call.
  const first = placed.map((row) => checkPlaced(desk, row));
  const isBroken = first.some(({ errors }) => errors.length > 0);
  const results = placed.map((row, index) => {
    if (allOrNone && isBroken) return refused(first[index]!.errors, rolledBack());
    // Looked at again: rows before this one may have made or taken what it needs.
    const { properties, errors } = checkPlaced(desk, row);
    if (errors.length > 0) return refused(errors);
    const { record, action } = writeRow(desk, row.object, properties, row.target);
    const result = { id: idOf(row.object, record.id), success: true, errors: [] };
    return isUpsert ? { ...result, created: action === 'created' } : result;
  });
  return { status: 200, body: desk.faults.answerRows(results) };
}

function checkPlaced(desk: Desk, { object, row, target, lost }: Placed): Checked {
  const checked = check(desk, object, row, target);
  return lost ? { properties: {}, errors: [lost] } : checked;
}

const refused = (errors: ItemError[], otherwise?: ItemError) => ({
  success: false,
  errors: errors.length > 0 || !otherwise ? errors : [otherwise],
});

const itemError = (statusCode: string, message: string, fields: string[] = []): ItemError => ({
  statusCode,
  message,
  fields,
});

const entityIsDeleted = () => itemError('ENTITY_IS_DELETED', 'entity is deleted');

const rolledBack = () =>
  itemError(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  );

const tooMany = () => fail(400, 'LIMIT_EXCEEDED', `The maximum number of records in one request is ${MOST_RECORDS}`);

const typeOf = (row: Row) => (row['attributes'] as { type?: string } | undefined)?.type;

const unknownType = (type: string | undefined) =>
  fail(400, 'INVALID_TYPE', `sObject type '${type ?? ''}' is not supported.`);

function readRecords(call: Call): { records: Row[] | Answer; allOrNone: boolean } {
  const { records, allOrNone } = readJsonObject(call);
  if (!Array.isArray(records)) {
    return { records: fail(400, 'JSON_PARSER_ERROR', 'records is missing'), allOrNone: false };
  }
  return { records: records.length > MOST_RECORDS ? tooMany() : (records as Row[]), allOrNone: allOrNone === true };
}
