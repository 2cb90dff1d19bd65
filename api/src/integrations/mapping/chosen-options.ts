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
 * The options in a value of a field of several: members of a list, or what stands between the semicolons of a text, as
 * HubSpot and Salesforce write it; between its commas, as our templates do, where each is an option. One that has such a
 * character in its own name is one.
 */
export function chosenOptions(value: FieldValue, { options }: OptionField): string[] {
  if (Array.isArray(value)) return value;
  const text = String(value);
  const isKnown = (one: string) => options?.some((option) => option.value === one || option.label === one) ?? false;
  if (!options || isKnown(text)) return [text];
  const single = partsOf(text, /[;,]/);
  return single.every(isKnown) ? single : partsOf(text, ';');
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
      return [name, field && value !== null && value !== '' ? chosenOptions(value, field) : value];
    }),
  ) as Values;
}

/** What an option is known by, however it is spelt: as its value or, to people, as its label. */
export function knownBy(spelling: string, { options = [] }: OptionField): string {
  if (options.some(({ value }) => value === spelling)) return spelling;
  const wanted = spelling.trim().toLowerCase();
  return options.find(({ label }) => label.toLowerCase() === wanted)?.value ?? spelling;
}
