import type { Answer, Call } from '../../call.ts';
import type { FieldDefinition } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { complete, readInputs } from './batch-answer.ts';
import { fail, invalid, unknownObjects, type HubspotError } from './errors.ts';
import { KINDS } from './fields.ts';
import { fieldsOf, findRecord, show, type ShownRecord } from './records.ts';
import { check, type Row } from './rows.ts';
import { missingProperties, readIdProperty, readRow, write } from './writes.ts';

const MOST_INPUTS = 100;

interface Input {
  id?: string | number;
  idProperty?: string;
}

/** `POST …/batch/create` */
export function createBatch(desk: Desk, object: CrmObject, call: Call): Answer {
  const inputs = readInputs(call);
  const problem = checkInputs(inputs);
  if (problem) return fail(400, problem);
  const rows = inputs.map((input) => readRow(input, null));
  if (rows.includes(null)) return fail(400, missingProperties());
  return writeBatch(desk, object, rows as Row[], [], 201);
}

/** `POST …/batch/update`: a record that is not there is an error of its own row. */
export function updateBatch(desk: Desk, object: CrmObject, call: Call): Answer {
  const inputs = readInputs(call) as Input[];
  const problem = checkInputs(inputs) ?? findTwice(inputs);
  if (problem) return fail(400, problem);
  const rows: Row[] = [];
  const missing: string[] = [];
  for (const input of inputs) {
    const idProperty = readIdProperty(desk, object, input.idProperty ?? null);
    if (idProperty instanceof Error) return fail(400, invalid(idProperty.message));
    const target = findRecord(desk, object, String(input.id), idProperty);
    const row = readRow(input, target);
    if (!row) return fail(400, missingProperties());
    if (target) rows.push(row);
    else missing.push(String(input.id));
  }
  return writeBatch(desk, object, rows, missing, 200);
}

/** `POST …/batch/upsert`: by a unique property; without one only records that are there, by their id. */
export function upsertBatch(desk: Desk, object: CrmObject, call: Call): Answer {
  const inputs = readInputs(call) as Input[];
  const problem = checkInputs(inputs) ?? findTwice(inputs);
  if (problem) return fail(400, problem);
  const rows: Row[] = [];
  const missing: string[] = [];
  for (const input of inputs) {
    const idProperty = readIdProperty(desk, object, input.idProperty ?? null);
    if (idProperty instanceof Error) return fail(400, invalid(idProperty.message));
    const id = String(input.id ?? '');
    const target = findRecord(desk, object, id, idProperty);
    const row = readRow(input, target);
    if (!row || id === '') return fail(400, missingProperties());
    if (idProperty) row.properties = { [idProperty.name]: id, ...row.properties };
    if (target || idProperty) rows.push(row);
    else missing.push(id);
  }
  return writeBatch(desk, object, rows, missing, 200, true);
}

/** `POST …/batch/read` */
export function readBatch(desk: Desk, object: CrmObject, call: Call, body: Record<string, unknown>): Answer {
  const inputs = readInputs(call) as Input[];
  const problem = checkInputs(inputs);
  if (problem) return fail(400, problem);
  const idProperty = readIdProperty(desk, object, (body['idProperty'] as string | undefined) ?? null);
  if (idProperty instanceof Error) return fail(400, invalid(idProperty.message));
  const fields = fieldsOf(desk, object);
  const wanted = Array.isArray(body['properties']) ? (body['properties'] as string[]) : [];
  const found = inputs.map(({ id }) => findRecord(desk, object, String(id), idProperty));
  const missing = inputs.filter((_, index) => found[index] === null).map(({ id }) => String(id));
  const results = [...new Set(found)].filter((record) => record !== null);
  return answer(
    desk,
    200,
    results.map((record) => show(object, fields, record, wanted)),
    missing.length > 0 ? [unknownObjects(KINDS[object].kind, missing)] : [],
  );
}

/** `POST …/batch/archive`: ids that are not there are no error. */
export function archiveBatch({ store }: Desk, object: CrmObject, call: Call): Answer {
  for (const { id } of readInputs(call) as Input[]) store.delete(object, String(id));
  return { status: 204 };
}

/**
 * Writes row by row where every row has its own trace id; else one bad row refuses the whole call before anything is
 * written.
 */
function writeBatch(
  desk: Desk,
  object: CrmObject,
  rows: Row[],
  missing: string[],
  status: number,
  isUpsert = false,
): Answer {
  const fields = fieldsOf(desk, object);
  const traces = new Set(rows.map(({ traceId }) => traceId));
  const isTraced = !traces.has(undefined) && traces.size === rows.length;
  if (!isTraced) {
    for (const row of rows) {
      const checked = check(desk, object, fields, row);
      if ('error' in checked) return fail(checked.status, checked.error);
    }
  }
  const results: ShownRecord[] = [];
  const errors: HubspotError[] = missing.length > 0 ? [unknownObjects(KINDS[object].kind, missing)] : [];
  for (const row of rows) {
    const checked = check(desk, object, fields, row);
    const trace: { objectWriteTraceId?: string } = row.traceId === undefined ? {} : { objectWriteTraceId: row.traceId };
    if ('error' in checked) errors.push(withTrace(checked.error, row.traceId));
    else results.push({ ...writeShown(desk, object, fields, row, checked.properties, isUpsert), ...trace });
  }
  return answer(desk, status, results, errors);
}

function writeShown(
  desk: Desk,
  object: CrmObject,
  fields: FieldDefinition[],
  row: Row,
  properties: Parameters<typeof write>[3],
  isUpsert: boolean,
): ShownRecord {
  const { record, action } = write(desk, object, row, properties);
  const shown = show(object, fields, record, Object.keys(row.properties));
  return isUpsert ? { ...shown, new: action === 'created' } : shown;
}

const withTrace = (error: HubspotError, traceId: string | undefined): HubspotError =>
  traceId === undefined ? error : { ...error, context: { ...error.context, objectWriteTraceId: [traceId] } };

/** The order of results is not promised by HubSpot; here it is never that of the inputs, so nobody leans on it. */
function answer({ faults }: Desk, status: number, results: ShownRecord[], errors: HubspotError[]): Answer {
  return complete(errors.length > 0 ? 207 : status, faults.answerRows(results.toReversed()), errors);
}

function checkInputs(inputs: unknown[]): HubspotError | null {
  if (inputs.length === 0) {
    return invalid('Invalid input JSON on line 1, column 2: Some required fields were not set: [inputs]');
  }
  if (inputs.length > MOST_INPUTS) {
    return invalid(`The maximum number of inputs supported in a batch request for this object is ${MOST_INPUTS}.`);
  }
  return null;
}

function findTwice(inputs: Input[]): HubspotError | null {
  const ids = inputs.map(({ id }) => String(id));
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (twice.length === 0) return null;
  return invalid(`Duplicate IDs found in batch input: [${twice.join(', ')}]. IDs must be unique`);
}
