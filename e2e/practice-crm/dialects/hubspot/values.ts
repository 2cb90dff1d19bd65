import type { FieldDefinition } from '../../fields.ts';
import type { Value } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import { hostOf } from '../../domain.ts';

/** HubSpot takes text (and lets JSON numbers and booleans pass); the store keeps real types. Anything else stays as it is. */
export function toStored({ name, type }: FieldDefinition, value: unknown): unknown {
  if (value === null || value === '') return null;
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return text;
  // Since 2025 a space at either end of a number, date or option is an error there, not trimmed away.
  if (type === 'number') return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'datetime') return readMoment(text);
  if (name === 'domain') return hostOf(text) ?? text;
  return text;
}

/** Milliseconds since 1970, a day, or a full time, as HubSpot takes each; kept as ISO 8601. */
function readMoment(text: string): string {
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text)).toISOString();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(Date.parse(text))) return `${text}T00:00:00Z`;
  return text;
}

/** A record's value as HubSpot answers it: text, or null where there is none. */
export function toShown(record: StoredRecord, { name, stores, type }: FieldDefinition): string | null {
  if (name === 'hs_object_id') return record.id;
  const value: Value | undefined =
    stores === 'created_at' ? record.createdAt : stores === 'updated_at' ? record.updatedAt : record.properties[stores];
  if (value === undefined || value === null) return null;
  if (type === 'datetime' && typeof value === 'string' && !isNaN(Date.parse(value))) {
    return new Date(value).toISOString().replace('.000Z', 'Z');
  }
  return String(value);
}
