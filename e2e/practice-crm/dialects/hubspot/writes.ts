import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { FieldDefinition } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord, Written } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { writeRow } from '../row.ts';
import { tieLinks, type Link } from './associations.ts';
import { fail, invalid, unknownObjects } from './errors.ts';
import { KINDS } from './fields.ts';
import { fieldsOf, findRecord, show } from './records.ts';
import { check, type Row } from './rows.ts';

/** `POST /crm/v3/objects/{object}` */
export function createOne(desk: Desk, object: CrmObject, call: Call): Answer {
  const row = readRow(readJsonObject(call), null);
  if (!row) return fail(400, missingProperties());
  return writeOne(desk, object, row, 201);
}

/** `PATCH /crm/v3/objects/{object}/{id}`, by another unique property with `?idProperty=`. */
export function updateOne(desk: Desk, object: CrmObject, id: string, call: Call): Answer {
  const idProperty = readIdProperty(desk, object, call.query.get('idProperty'));
  if (idProperty instanceof Error) return fail(400, invalid(idProperty.message));
  const target = findRecord(desk, object, id, idProperty);
  if (!target) return fail(404, { ...unknownObjects(KINDS[object].kind, [id]), message: 'resource not found' });
  const row = readRow(readJsonObject(call), target);
  return row ? writeOne(desk, object, row, 200) : fail(400, missingProperties());
}

function writeOne(desk: Desk, object: CrmObject, row: Row, status: number): Answer {
  const fields = fieldsOf(desk, object);
  const checked = check(desk, object, fields, row);
  if ('error' in checked) return fail(checked.status, checked.error);
  const { record } = write(desk, object, row, checked.properties);
  return { status, body: show(object, fields, record, Object.keys(row.properties)) };
}

/** Writes a row that was found good, and ties its links. */
export function write(desk: Desk, object: CrmObject, row: Row, properties: Parameters<typeof writeRow>[2]): Written {
  const written = writeRow(desk, object, properties, row.target);
  tieLinks(desk, object, written.record.id, row.links);
  return written;
}

interface Association {
  to?: { id?: string | number };
  types?: { associationTypeId?: number }[];
}

/** Reads `{ properties, associations?, objectWriteTraceId? }`; null where there are no properties. */
export function readRow(input: unknown, target: StoredRecord | null): Row | null {
  const { properties, associations, objectWriteTraceId } = input as Record<string, unknown>;
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return null;
  const links: Link[] = (Array.isArray(associations) ? (associations as Association[]) : []).flatMap(
    ({ to, types = [] }) =>
      types.map(({ associationTypeId }) => ({ toId: String(to?.id ?? ''), typeId: Number(associationTypeId) })),
  );
  return {
    target,
    properties: properties as Record<string, unknown>,
    links,
    ...(typeof objectWriteTraceId === 'string' ? { traceId: objectWriteTraceId } : {}),
  };
}

/** The unique property of this name; null for the record's id; an error where it cannot serve. */
export function readIdProperty(desk: Desk, object: CrmObject, name: string | null): FieldDefinition | null | Error {
  if (name === null) return null;
  const field = fieldsOf(desk, object).find((candidate) => candidate.name === name);
  if (field?.unique) return field;
  if (!field) return new Error(`Property "${name}" does not exist`);
  return new Error(`Unable to perform update/upsert by non-unique ${KINDS[object].typeId} property ${name}`);
}

export const missingProperties = () =>
  invalid('Invalid input JSON on line 1, column 2: Some required fields were not set: [properties]');
