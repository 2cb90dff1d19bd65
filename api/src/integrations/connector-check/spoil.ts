import type { CrmField } from '@integration-queue/shared/mapping';
import type { Properties } from '../../crm/connector.js';

/** A row with one value that its CRM must not take. */
export interface SpoiltRow {
  properties: Properties;
  field: string;
  value: string;
}

/** Values no CRM takes for a field of this type. (Some take anything for an e-mail address.) */
const UNFIT: Partial<Record<CrmField['type'], string>> = {
  number: 'not a number',
  date: 'not a date',
  datetime: 'not a date',
  option: 'not one of the options',
};

/**
 * Spoils one value: of a field the row has anyway, else of any other, whose type makes it sure that the value is refused;
 * else by a text that is too long. Null where the CRM has no such field.
 */
export function spoil(properties: Properties, fields: CrmField[]): SpoiltRow | null {
  const writable = fields.filter((field) => field.writable);
  const inRow = writable.filter(({ name }) => Object.hasOwn(properties, name));
  for (const candidates of [inRow, writable]) {
    for (const [type, value] of Object.entries(UNFIT)) {
      const field = candidates.find((candidate) => candidate.type === type);
      if (field) return { properties: { ...properties, [field.name]: value }, field: field.name, value };
    }
  }
  const short = inRow.find(({ maxLength }) => maxLength !== undefined && maxLength <= 100_000);
  if (!short) return null;
  const value = 'x'.repeat(short.maxLength! + 1);
  return { properties: { ...properties, [short.name]: value }, field: short.name, value: `${value.length} letters` };
}
