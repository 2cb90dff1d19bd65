import type { FaultSettings } from './faults.ts';
import type { FieldDefinition } from './fields.ts';
import type { Properties, Value } from './objects.ts';
import { quote, type Refusal } from './refusal.ts';
import { textOf } from './text-of.ts';
import { findFlaw } from './value-check.ts';

/** A row that was looked at: `properties` in canonical names, ready for the store, if there are no refusals. */
export interface Intake {
  properties: Properties;
  refusals: Refusal[];
}

/** The fields that are there: a removed one is gone under its own and its canonical name. */
export function presentFields(
  fields: FieldDefinition[],
  { removedFields }: Readonly<FaultSettings>,
): FieldDefinition[] {
  if (removedFields.length === 0) return fields;
  return fields.filter(({ name, stores }) => !removedFields.includes(name) && !removedFields.includes(stores));
}

const indexes = new WeakMap<FieldDefinition[], Map<string, FieldDefinition>>();

/** The fields by name, made once for each list: rows come by the hundred. */
export function nameIndex<Field extends FieldDefinition>(fields: Field[]): Map<string, Field> {
  const index = indexes.get(fields) ?? new Map(fields.map((definition) => [definition.name, definition]));
  indexes.set(fields, index);
  return index as Map<string, Field>;
}

/**
 * Checks one row as a CRM would and translates it for the store.
 * @param row values by the dialect's field names.
 * @param creating required fields must be there; in an update they must only not be cleared.
 */
export function takeIn(
  row: Record<string, unknown>,
  fields: FieldDefinition[],
  faults: Readonly<FaultSettings>,
  creating: boolean,
): Intake {
  const present = presentFields(fields, faults);
  const byName = nameIndex(present);
  const properties: Properties = {};
  const refusals: Refusal[] = [];
  for (const [name, value] of Object.entries(row)) {
    const definition = byName.get(name);
    if (!definition) {
      refusals.push({ code: 'unknown_field', field: name, message: `There is no field "${name}".` });
      continue;
    }
    const refusal = judge(definition, value, faults);
    if (refusal) refusals.push(refusal);
    else if (!isIgnored(definition, faults))
      properties[definition.stores] = value === '' ? null : cut(definition, value as Value, faults);
  }
  if (creating) {
    for (const { name, required } of present) {
      if (required && !Object.hasOwn(row, name)) refusals.push(missing(name));
    }
  }
  return { properties, refusals };
}

function judge(definition: FieldDefinition, value: unknown, faults: Readonly<FaultSettings>): Refusal | null {
  const { name, stores, required, readOnly } = definition;
  const empty = value === null || value === '';
  if (readOnly) {
    return { code: 'read_only_field', field: name, message: `The field "${name}" cannot be written.` };
  }
  if (empty && required) return missing(name);
  if (empty) return null;
  const flaw = findFlaw(definition, value);
  if (flaw) return { ...flaw, field: name };
  const rule = faults.refuse.find(
    (candidate) =>
      (candidate.field === name || candidate.field === stores) &&
      (candidate.value === undefined || String(candidate.value) === textOf(value)),
  );
  if (!rule) return null;
  return { code: 'refused', field: name, message: `A rule of this CRM does not allow ${quote(value)} in "${name}".` };
}

const isIgnored = ({ name, stores }: FieldDefinition, { ignoreFields }: Readonly<FaultSettings>) =>
  ignoreFields.includes(name) || ignoreFields.includes(stores);

/** Keys and ids stay whole: what is cut is what people read. */
const cut = ({ type, unique }: FieldDefinition, value: Value, { cutAt }: Readonly<FaultSettings>): Value =>
  cutAt !== null && !unique && typeof value === 'string' && (type === 'string' || type === 'text')
    ? value.slice(0, cutAt)
    : value;

const missing = (name: string): Refusal => ({
  code: 'required_field',
  field: name,
  message: `The field "${name}" must not be empty.`,
});
