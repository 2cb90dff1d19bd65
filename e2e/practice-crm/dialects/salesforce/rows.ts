import { nameIndex } from '../../intake.ts';
import type { CrmObject, Properties } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { checkRow } from '../row.ts';
import { asCallError, asItemErrors, CallError, type ItemError } from './errors.ts';
import { BORN_WITH, type SalesforceField } from './fields.ts';
import { idOf, readId, readType, SOBJECTS } from './ids.ts';
import { fieldsOf } from './records.ts';

/** A row ready for the store, if there are no errors. */
export interface Checked {
  properties: Properties;
  errors: ItemError[];
}

/**
 * Looks at one row as Salesforce would before it writes.
 * @throws CallError where the row could not even be read: a field that is not there, a value of another type.
 */
export function check(
  desk: Desk,
  object: CrmObject,
  row: Record<string, unknown>,
  target: StoredRecord | null,
): Checked {
  const { type } = SOBJECTS[object];
  const known = fieldsOf(desk, object);
  const fields = nameIndex(known);
  const { plain, errors } = followRelations(desk, fields, row);
  const related = takeRelated(plain);
  const { properties, refusals, holder } = checkRow(desk, object, known, readValues(fields, plain), target);
  for (const refusal of refusals) {
    const error = asCallError(refusal, fields.get(refusal.field), type, plain[refusal.field]);
    if (error) throw error;
  }
  const found = [...errors, ...related.errors, ...asItemErrors(refusals, fields, plain, target === null)];
  if (holder) found.push(duplicate(object, fields, holder));
  const all = { ...(target ? {} : BORN_WITH[object]), ...properties, ...related.properties };
  return { properties: all, errors: [...found, ...missingTargets(desk, related.properties)] };
}

/** `{ "Account": { "Ext__c": "…" } }` stands for the id of the record with that external id. */
function followRelations(desk: Desk, fields: Map<string, SalesforceField>, row: Record<string, unknown>) {
  const plain: Record<string, unknown> = {};
  const errors: ItemError[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name === 'attributes') continue;
    const relation = [...fields.values()].find(({ details }) => details.relationshipName === name);
    if (!relation || typeof value !== 'object' || value === null) {
      plain[name] = value;
      continue;
    }
    const { attributes, ...keys } = value as Record<string, unknown>;
    const type = (attributes as { type?: string } | undefined)?.type ?? relation.details.referenceTo?.[0];
    const object = readType(type);
    const [keyName = '', key] = Object.entries(keys)[0] ?? [];
    const isKey = object && fieldsOf(desk, object).some((field) => field.name === keyName && field.details.externalId);
    if (!object || !isKey)
      throw new CallError(400, 'INVALID_FIELD', `No such column '${keyName}' on sobject of type ${type}`);
    const found = desk.store.byKey(object, String(key))[0];
    if (found) plain[relation.name] = idOf(object, found.id);
    else {
      errors.push({
        statusCode: 'INVALID_FIELD',
        message: `Foreign key external ID: ${String(key)} not found for field ${keyName} in entity ${type}`,
        fields: [],
      });
    }
  }
  return { plain, errors };
}

/** Takes `WhatId` out of a row: it leads to a company or to a deal. */
function takeRelated(row: Record<string, unknown>): Checked {
  const { WhatId: id } = row;
  delete row['WhatId'];
  if (id === undefined) return { properties: {}, errors: [] };
  if (id === null || id === '') return { properties: { company_id: null, deal_id: null }, errors: [] };
  const read = typeof id === 'string' ? readId(id) : null;
  if (read?.object === 'companies') return { properties: { company_id: read.storeId, deal_id: null }, errors: [] };
  if (read?.object === 'deals') return { properties: { company_id: null, deal_id: read.storeId }, errors: [] };
  return { properties: {}, errors: [malformed('Related To ID', 'WhatId', id)] };
}

function missingTargets({ store }: Desk, { company_id: company, deal_id: deal }: Properties): ItemError[] {
  const isThere =
    (typeof company !== 'string' || store.get('companies', company)) &&
    (typeof deal !== 'string' || store.get('deals', deal));
  if (isThere) return [];
  return [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: ['WhatId'] }];
}

/** Salesforce reads numbers from text and text from numbers; ids become the store's. */
function readValues(fields: Map<string, SalesforceField>, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const field = fields.get(name);
      if (!field || value === null) return [name, value];
      if (field.references) return [name, typeof value === 'string' ? (readId(value)?.storeId ?? value) : value];
      if (field.type === 'number' && typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value))) {
        return [name, Number(value)];
      }
      if (field.type === 'datetime' && typeof value === 'string') return [name, value.replace(/\+0000$/, 'Z')];
      if (field.type !== 'number' && typeof value === 'number') return [name, String(value)];
      return [name, value];
    }),
  );
}

const malformed = (label: string, name: string, value: unknown): ItemError => ({
  statusCode: 'MALFORMED_ID',
  message: `${label}: id value of incorrect type: ${String(value)}`,
  fields: [name],
});

function duplicate(object: CrmObject, fields: Map<string, SalesforceField>, { id }: StoredRecord): ItemError {
  const name = [...fields.values()].find(({ details }) => details.externalId)?.name ?? '';
  return {
    statusCode: 'DUPLICATE_VALUE',
    message: `duplicate value found: ${name} duplicates value on record with id: ${idOf(object, id)}`,
    fields: [],
  };
}
