import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import type { EspoField } from './fields.ts';

/** A record as EspoCRM answers it; empty attributes are null. */
export function show({ store }: Desk, fields: EspoField[], record: StoredRecord): Record<string, unknown> {
  const entity: Record<string, unknown> = { id: record.id };
  for (const { name, stores, type, references } of fields) {
    const value = record.properties[stores] ?? null;
    entity[name] = name === 'createdAt' ? asTime(record.createdAt) : value;
    // None chosen is a list too.
    if (type === 'options') entity[name] = value === null || value === '' ? [] : String(value).split(';');
    if (references) {
      const named = value === null ? null : store.get(references, String(value));
      entity[name.replace(/Id$/, 'Name')] = named?.properties['name'] ?? null;
    }
  }
  return { ...entity, deleted: false, modifiedAt: asTime(record.updatedAt) };
}

const asTime = (iso: string) => iso.slice(0, 19).replace('T', ' ');
