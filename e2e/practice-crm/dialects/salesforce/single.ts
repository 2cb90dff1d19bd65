import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { writeRow } from '../row.ts';
import { findTarget } from './collections.ts';
import { fail, notFound } from './errors.ts';
import { idOf, SOBJECTS } from './ids.ts';
import { DATA, fieldsOf, show } from './records.ts';
import { check } from './rows.ts';

/** `POST /sobjects/{type}` */
export function createOne(desk: Desk, object: CrmObject, call: Call): Answer {
  return write(desk, object, readJsonObject(call), null, (id) => ({
    status: 201,
    body: { id, success: true, errors: [] },
  }));
}

/** `PATCH /sobjects/{type}/{id}` */
export function updateOne(desk: Desk, object: CrmObject, id: string, call: Call): Answer {
  const { target, lost } = findTarget(desk, object, id);
  if (!target)
    return fail(lost?.statusCode === 'MALFORMED_ID' ? 400 : 404, lost?.statusCode ?? '', lost?.message ?? '');
  return write(desk, object, readJsonObject(call), target, () => ({ status: 204 }));
}

/** `PATCH /sobjects/{type}/{field}/{value}`: several records with one value are said, nothing is written. */
export function upsertOne(desk: Desk, object: CrmObject, keyName: string, value: string, call: Call): Answer {
  const holders = findHolders(desk, object, keyName, value);
  if (!Array.isArray(holders)) return holders;
  if (holders.length > 1) return severalFound(object, holders);
  const target = holders[0] ?? null;
  if (!target && call.query.get('updateOnly') === 'true') return notFound();
  return write(desk, object, { ...readJsonObject(call), [keyName]: value }, target, (id) => ({
    status: target ? 200 : 201,
    body: { id, success: true, errors: [], created: target === null },
  }));
}

/** `GET /sobjects/{type}/{id}` and by external id. */
export function readOne(
  desk: Desk,
  object: CrmObject,
  place: { id: string } | { keyName: string; value: string },
  call: Call,
): Answer {
  const found =
    'id' in place ? findTarget(desk, object, place.id).target : findHolders(desk, object, place.keyName, place.value);
  const holders = Array.isArray(found) ? found : [found];
  if (holders.length > 1) return severalFound(object, holders as StoredRecord[]);
  const record = holders[0];
  if (!record) return notFound();
  if ('status' in record) return record;
  const names = call.query.get('fields')?.split(',') ?? fieldsOf(desk, object).map(({ name }) => name);
  const unknown = names.find((name) => !fieldsOf(desk, object).some((field) => field.name === name));
  if (unknown !== undefined) {
    return fail(400, 'INVALID_FIELD', `No such column '${unknown}' on entity '${SOBJECTS[object].type}'.`);
  }
  return { status: 200, body: show(desk, object, record, names) };
}

/** `DELETE /sobjects/{type}/{id}` */
export function deleteOne(desk: Desk, object: CrmObject, id: string): Answer {
  const { target } = findTarget(desk, object, id);
  if (!target) return fail(404, 'ENTITY_IS_DELETED', 'entity is deleted', { fields: [] });
  desk.store.delete(object, target.id);
  return { status: 204 };
}

function write(
  desk: Desk,
  object: CrmObject,
  row: Record<string, unknown>,
  target: StoredRecord | null,
  answer: (id: string) => Answer,
): Answer {
  const { properties, errors } = check(desk, object, row, target);
  if (errors.length > 0) {
    return {
      status: 400,
      body: errors.map(({ statusCode, message, fields }) => ({ message, errorCode: statusCode, fields })),
    };
  }
  const { record } = writeRow(desk, object, properties, target);
  return answer(idOf(object, record.id));
}

function findHolders(desk: Desk, object: CrmObject, keyName: string, value: string): StoredRecord[] | Answer {
  const key = fieldsOf(desk, object).find((field) => field.name === keyName && field.details.externalId);
  if (key) return desk.store.byKey(object, value);
  return fail(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${keyName}`);
}

const severalFound = (object: CrmObject, records: StoredRecord[]): Answer => ({
  status: 300,
  body: records.map(({ id }) => `${DATA}/sobjects/${SOBJECTS[object].type}/${idOf(object, id)}`),
});
