import { KEY_FIELD, type FieldDefinition } from '../../fields.ts';
import { presentFields } from '../../intake.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { HUBSPOT_FIELDS } from './fields.ts';
import { toShown } from './values.ts';

export const BASE = '/hubspot';

export const PORTAL_ID = 4010;

/** A record as HubSpot answers it. */
export interface ShownRecord {
  id: string;
  properties: Record<string, string | null>;
  createdAt: string;
  updatedAt: string;
  archived: false;
  objectWriteTraceId?: string;
  new?: boolean;
}

/** Properties that come along whether asked for or not. */
const ALWAYS: Record<CrmObject, string[]> = {
  companies: ['hs_object_id', 'createdate', 'hs_lastmodifieddate'],
  deals: ['hs_object_id', 'createdate', 'hs_lastmodifieddate'],
  tasks: ['hs_object_id', 'hs_createdate', 'hs_lastmodifieddate'],
};

/** Properties that come where none are asked for. */
export const DEFAULTS: Record<CrmObject, string[]> = {
  companies: ['name', 'domain'],
  deals: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
  tasks: [],
};

/** HubSpot's own properties and those that were created, as far as they are there. */
export function fieldsOf({ customFields, faults }: Desk, object: CrmObject): FieldDefinition[] {
  return presentFields([...HUBSPOT_FIELDS[object], ...customFields.of(BASE, object)], faults.current);
}

/** @param wanted property names; unknown ones are left out without a word. */
export function show(
  object: CrmObject,
  fields: FieldDefinition[],
  record: StoredRecord,
  wanted: string[],
): ShownRecord {
  const names = new Set([...wanted, ...ALWAYS[object]]);
  const shown = fields.filter(({ name }) => names.has(name)).map((field) => [field.name, toShown(record, field)]);
  return {
    id: record.id,
    properties: Object.fromEntries(shown) as Record<string, string | null>,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    archived: false,
  };
}

/** The record with this value in a unique property; by its id where `idProperty` is absent. */
export function findRecord(
  { store }: Desk,
  object: CrmObject,
  id: string,
  idProperty: FieldDefinition | null,
): StoredRecord | null {
  if (idProperty === null) return store.getMerged(object, id);
  if (idProperty.stores === KEY_FIELD) return store.byKey(object, id)[0] ?? null;
  for (const record of store.all(object)) if (record.properties[idProperty.stores] === id) return record;
  return null;
}
