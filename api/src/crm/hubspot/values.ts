import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../connector.js';

/** HubSpot takes and gives every value as text; a list has semicolons between its members, an empty text clears. */
export function encode(properties: Properties): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, encodeValue(value)]));
}

/**
 * A record's properties as they are. What was sent as a list comes back as one, so that the two can be compared.
 */
export function decode(shown: Record<string, unknown>, sent: Properties = {}): Properties {
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [name, decodeValue(value, Array.isArray(sent[name]))]),
  );
}

function encodeValue(value: FieldValue | null): string {
  if (value === null) return '';
  return Array.isArray(value) ? value.join(';') : String(value);
}

function decodeValue(value: unknown, asList: boolean): FieldValue | null {
  if (typeof value !== 'string') return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return asList ? value.split(';') : value;
}
