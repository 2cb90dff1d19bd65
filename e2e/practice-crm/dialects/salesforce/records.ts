import type { CustomField } from '../../custom-fields.ts';
import { presentFields } from '../../intake.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { SALESFORCE_FIELDS, type SalesforceField } from './fields.ts';
import { idOf, SOBJECTS } from './ids.ts';

export const BASE = '/salesforce';
export const VERSION = 'v62.0';
export const DATA = `/services/data/${VERSION}`;

/** Salesforce's own fields and those that were created, as far as they are there. */
export function fieldsOf({ customFields, faults }: Desk, object: CrmObject): SalesforceField[] {
  const custom = customFields.of(BASE, object) as (CustomField & SalesforceField)[];
  return presentFields([...SALESFORCE_FIELDS[object], ...custom], faults.current) as SalesforceField[];
}

/** A record as Salesforce answers it. @param wanted field names; a dotted one is looked up in the record it leads to */
export function show(desk: Desk, object: CrmObject, record: StoredRecord, wanted: string[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {
    attributes: {
      type: SOBJECTS[object].type,
      url: `${DATA}/sobjects/${SOBJECTS[object].type}/${idOf(object, record.id)}`,
    },
  };
  const byName = new Map(fieldsOf(desk, object).map((field) => [field.name.toLowerCase(), field]));
  for (const name of wanted) {
    const field = byName.get(name.toLowerCase());
    if (field) shown[field.name] = valueOf(object, record, field);
  }
  return shown;
}

/** One value in Salesforce's types; null where there is none. */
export function valueOf(object: CrmObject, record: StoredRecord, field: SalesforceField): unknown {
  const { name, stores, references, details } = field;
  if (name === 'Id') return idOf(object, record.id);
  if (name === 'IsDeleted') return false;
  if (name === 'WhatId') return relatedTo(record);
  const stamps: Record<string, string> = { created_at: record.createdAt, updated_at: record.updatedAt };
  const value = stamps[stores] ?? record.properties[stores] ?? null;
  if (value === null) return null;
  if (references) return idOf(references, String(value));
  if (details.sfType === 'multipicklist') return inTheirOrder(field, String(value));
  if (details.sfType === 'datetime') return String(value).replace('Z', '+0000');
  return value;
}

/** Whatever order options are sent in, they are kept in that of the picklist. */
function inTheirOrder({ options = [] }: SalesforceField, value: string): string {
  const chosen = value.split(';');
  return options.flatMap((option) => (chosen.includes(option.value) ? [option.value] : [])).join(';');
}

/** A task leads to one record: to its deal where it has one, else to its company. */
function relatedTo({ properties }: StoredRecord): string | null {
  const { deal_id: deal, company_id: company } = properties;
  if (typeof deal === 'string') return idOf('deals', deal);
  return typeof company === 'string' ? idOf('companies', company) : null;
}
