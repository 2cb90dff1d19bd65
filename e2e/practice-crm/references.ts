import type { FieldDefinition } from './fields.ts';
import type { Properties } from './objects.ts';
import { quote, type Refusal } from './refusal.ts';
import type { Store } from './store.ts';

/** The first reference, by canonical name, that leads to no record. */
export function findDangling(store: Store, fields: FieldDefinition[], properties: Properties): Refusal | null {
  for (const { name, stores, references } of fields) {
    const value = properties[stores];
    if (references === undefined || value === undefined || value === null) continue;
    if (store.get(references, String(value))) continue;
    return { code: 'invalid_option', field: name, message: `There is no record ${quote(value)} in ${references}.` };
  }
  return null;
}
