import { randomBytes } from 'node:crypto';
import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CustomField } from '../../custom-fields.ts';
import { KEY_FIELD } from '../../fields.ts';
import { nameIndex, presentFields } from '../../intake.ts';
import type { CrmObject, Properties } from '../../objects.ts';
import type { Refusal } from '../../refusal.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { checkRow, writeRow } from '../row.ts';
import { notFound, ok, refuse } from './answers.ts';
import { BORN_WITH, NAMES, PIPEDRIVE_FIELDS, STAGES, type PipedriveField } from './fields.ts';
import { readAddress, toShown, toStored } from './values.ts';

export const BASE = '/pipedrive';

/** Pipedrive's own fields and those that were created, as far as they are there. */
export function fieldsOf({ customFields, faults }: Desk, object: CrmObject): PipedriveField[] {
  const custom = customFields.of(BASE, object) as (CustomField & PipedriveField)[];
  return presentFields([...PIPEDRIVE_FIELDS[object], ...custom], faults.current) as PipedriveField[];
}

/** A record as Pipedrive answers it: custom fields stand apart. */
export function show(desk: Desk, object: CrmObject, record: StoredRecord): Record<string, unknown> {
  const fields = fieldsOf(desk, object);
  const own = fields.filter(({ details }) => !details.isCustom).map((field) => [field.name, toShown(record, field)]);
  const custom = fields.filter(({ details }) => details.isCustom).map((field) => [field.name, toShown(record, field)]);
  return {
    ...(Object.fromEntries(own) as Record<string, unknown>),
    is_deleted: false,
    ...(object === 'tasks' ? {} : { visible_to: 3, label_ids: [], custom_fields: Object.fromEntries(custom) }),
  };
}

/** `POST /api/v2/{objects}`. Nothing is unique: a second call makes a second record. */
export function createOne(desk: Desk, object: CrmObject, call: Call): Answer {
  return write(desk, object, call, null);
}

/** `PATCH /api/v2/{objects}/{id}` */
export function updateOne(desk: Desk, object: CrmObject, id: string, call: Call): Answer {
  const target = desk.store.get(object, id);
  return target ? write(desk, object, call, target) : notFound(NAMES[object].title);
}

/** `GET /api/v2/{objects}/{id}` */
export function readOne(desk: Desk, object: CrmObject, id: string): Answer {
  const record = desk.store.get(object, id);
  return record ? ok(show(desk, object, record)) : notFound(NAMES[object].title);
}

/** `DELETE /api/v2/{objects}/{id}` */
export function deleteOne(desk: Desk, object: CrmObject, id: string): Answer {
  return desk.store.delete(object, id) ? ok({ id: Number(id) }) : notFound(NAMES[object].title);
}

function write(desk: Desk, object: CrmObject, call: Call, target: StoredRecord | null): Answer {
  const { custom_fields: custom = {}, address, ...row } = readJsonObject(call);
  const known = fieldsOf(desk, object);
  const flat = { ...row, ...readCustom(object, known, custom) };
  const byName = nameIndex(known);
  const decoded = Object.entries(flat).map(([name, value]) => {
    const field = byName.get(name);
    return [name, field ? toStored(field, value) : value] as const;
  });
  // Who else has the key is not asked: nothing is unique in Pipedrive.
  const { properties, refusals } = checkRow(desk, object, known, Object.fromEntries(decoded), target);
  const refusal = refusals[0] ?? findTwin(flat, custom);
  if (refusal) return refuse(refusal);
  const parts = address === undefined ? {} : (readAddress(address) as Properties);
  const all = { ...(target ? {} : BORN_WITH[object]), ...withPipeline(properties), ...parts };
  const { record } = writeRow(desk, object, { ...all, ...keyInNote(object, all) }, target);
  return ok(show(desk, object, record));
}

/** Custom fields are written inside `custom_fields`; an activity has none. */
function readCustom(object: CrmObject, fields: PipedriveField[], custom: unknown): Record<string, unknown> {
  if (typeof custom !== 'object' || custom === null) return { custom_fields: custom };
  if (object === 'tasks') return Object.keys(custom).length > 0 ? { custom_fields: custom } : {};
  const isOwn = (name: string) => fields.some((field) => field.name === name && !field.details.isCustom);
  const entries = Object.entries(custom as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [isOwn(name) ? `custom_fields.${name}` : name, value]));
}

/** A custom field beside the others, not inside `custom_fields`, is not known there. */
function findTwin(flat: Record<string, unknown>, custom: unknown): Refusal | null {
  const inside = new Set(Object.keys(typeof custom === 'object' && custom !== null ? custom : {}));
  const outside = Object.keys(flat).find((name) => /^[0-9a-f]{40}$/.test(name) && !inside.has(name));
  return outside === undefined ? null : { code: 'unknown_field', field: outside, message: '' };
}

/** A stage brings its pipeline along. */
function withPipeline(properties: Properties): Properties {
  const stage = STAGES.find(({ id }) => String(id) === properties['stage']);
  return stage ? { ...properties, pipeline: String(stage.pipeline_id) } : properties;
}

/**
 * An activity has no custom field for a sender's key. One that writes `key: <uuid>` into the note is taken by its word,
 * so that duplicates can be counted here too.
 */
function keyInNote(object: CrmObject, { description }: Properties): Properties {
  if (object !== 'tasks' || typeof description !== 'string') return {};
  const [, key] = /\bkey:\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(description) ?? [];
  return key === undefined ? {} : { [KEY_FIELD]: key };
}

/** A custom field's name: different in every account. */
export const newFieldCode = () => randomBytes(20).toString('hex');
