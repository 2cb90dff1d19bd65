import type { FieldDefinition } from '../fields.ts';
import { KEY_FIELD } from '../fields.ts';
import { takeIn } from '../intake.ts';
import type { CrmObject, Properties } from '../objects.ts';
import { findDangling } from '../references.ts';
import { quote, type Refusal } from '../refusal.ts';
import type { StoredRecord, Written } from '../store.ts';
import type { Desk } from './dialect.ts';

/** A row that was looked at and not written yet. */
export interface CheckedRow {
  /** Canonical; complete only where there are no refusals. */
  properties: Properties;
  refusals: Refusal[];
  /** The record that has the row's key already, where that is another one. */
  holder: StoredRecord | null;
}

/**
 * Checks one row against the fields, the faults, the records it leads to and the keys that are taken.
 * @param row values by the dialect's field names, in the store's types.
 * @param target the record to update, null to create one.
 */
export function checkRow(
  { store, faults }: Desk,
  object: CrmObject,
  fields: FieldDefinition[],
  row: Record<string, unknown>,
  target: StoredRecord | null,
): CheckedRow {
  const { properties, refusals } = takeIn(row, fields, faults.current, target === null);
  const dangling = findDangling(store, fields, properties);
  const key = properties[KEY_FIELD];
  const taken = typeof key === 'string' ? store.byKey(object, key).filter(({ id }) => id !== target?.id) : [];
  return { properties, refusals: dangling ? [...refusals, dangling] : refusals, holder: taken[0] ?? null };
}

/** Says that a key belongs to another record. */
export function keyTaken(fields: FieldDefinition[], holder: StoredRecord): Refusal {
  const name = fields.find(({ stores }) => stores === KEY_FIELD)?.name ?? KEY_FIELD;
  return { code: 'refused', field: name, message: `The key ${quote(holder.key)} belongs to record ${holder.id}.` };
}

export function writeRow(
  { store }: Desk,
  object: CrmObject,
  properties: Properties,
  target: StoredRecord | null,
): Written {
  const updated = target && store.update(object, target.id, properties);
  return updated ?? store.create(object, properties);
}
