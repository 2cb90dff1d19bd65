import type { CrmField } from '@integration-queue/shared/mapping';
import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../../crm/connector.js';

/** What tells the options of a field that takes several: those it has, where the CRM lists them. */
export type OptionField = Pick<CrmField, 'options'>;

/** The fields that take several options, by name. */
export function optionFields(fields: CrmField[]): Map<string, OptionField> {
  return new Map(fields.filter(({ type }) => type === 'options').map((field) => [field.name, field]));
}

/**
 * The options in what the CRM has in a field of several: members of a list, or what stands between the semicolons of a
 * text, as HubSpot and Salesforce write it. One that has a semicolon in its own name is one.
 */
export function optionsThere(value: FieldValue, field: OptionField): string[] {
  if (Array.isArray(value)) return value;
  const text = String(value);
  return !field.options || isKnown(text, field) ? [text] : partsOf(text, ';');
}

/** The options in a value of ours: as the CRM tells its own, or between commas, as our templates do, where each is one. */
export function chosenOptions(value: FieldValue, field: OptionField): string[] {
  const options = optionsThere(value, field);
  if (Array.isArray(value) || !field.options || options.every((one) => isKnown(one, field))) return options;
  const single = partsOf(String(value), /[;,]/);
  return single.every((one) => isKnown(one, field)) ? single : options;
}

function isKnown(one: string, field: OptionField): boolean {
  const { values, labels } = namesOf(field);
  return values.has(one) || labels.has(one);
}

function partsOf(text: string, separator: string | RegExp): string[] {
  return text
    .split(separator)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** A record's values with the options of each field of several told apart. */
export function withOptionsApart<Values extends Properties | undefined>(
  before: Values,
  fields: ReadonlyMap<string, OptionField>,
): Values {
  if (!before || fields.size === 0) return before;
  return Object.fromEntries(
    Object.entries(before).map(([name, value]) => {
      const field = fields.get(name);
      return [name, field && value !== null && value !== '' ? optionsThere(value, field) : value];
    }),
  ) as Values;
}

/** What an option is known by, however it is spelt: as its value or, to people, as its label. */
export function knownBy(spelling: string, field: OptionField): string {
  const { values, byLabel } = namesOf(field);
  return values.has(spelling) ? spelling : (byLabel.get(spelling.trim().toLowerCase()) ?? spelling);
}

interface Names {
  values: Set<string>;
  labels: Set<string>;
  /** Its value by each label, in small letters. */
  byLabel: Map<string, string>;
}

/** Kept with the field: to look through a thousand options for each of 400 took 7 ms a record. */
const NAMES = new WeakMap<OptionField, Names>();

function namesOf(field: OptionField): Names {
  const known = NAMES.get(field);
  if (known) return known;
  const options = field.options ?? [];
  const names = {
    values: new Set(options.map(({ value }) => value)),
    labels: new Set(options.map(({ label }) => label)),
    // Of several with one label, the first.
    byLabel: new Map(options.toReversed().map(({ value, label }) => [label.toLowerCase(), value])),
  };
  NAMES.set(field, names);
  return names;
}
