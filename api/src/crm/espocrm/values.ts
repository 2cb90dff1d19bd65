import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../connector.js';
import type { EspoSchema } from './schema.js';
import { textOf } from '../text-of.js';

/** Our values in the types EspoCRM's validators want; what does not fit goes as it is, for EspoCRM to refuse. */
export function encodeAll(schema: EspoSchema, properties: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, encode(schema.get(name)?.type, value)]),
  );
}

function encode(type: string | undefined, value: FieldValue | null): unknown {
  if (value === null) return null;
  if (type === 'options') return Array.isArray(value) ? value : [String(value)];
  if (Array.isArray(value)) return value.join(', ');
  if (value === '') return type === 'string' || type === 'text' ? '' : null;
  switch (type) {
    case 'number':
      return Number.isNaN(Number(value)) ? value : Number(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : /^(true|1|yes)$/i.test(String(value));
    case 'date':
      return String(value).slice(0, 10);
    case 'datetime':
      return asEspoTime(String(value));
    case 'phone':
      return String(value).replace(/^\s*00(?=\s*[1-9])/, '+');
    case undefined:
      return value;
    default:
      return String(value);
  }
}

/** The named values of a record; those EspoCRM left out are empty. */
export function decodeAll(schema: EspoSchema, record: Record<string, unknown>, names: Iterable<string>): Properties {
  const properties: Properties = {};
  for (const name of names) properties[name] = decode(schema.get(name)?.type, record[name]);
  return properties;
}

function decode(type: string | undefined, value: unknown): FieldValue | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(String);
  if (type === 'datetime') return `${textOf(value).replace(' ', 'T')}Z`;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** `2026-01-31T12:00:00.000Z` becomes `2026-01-31 12:00:00`: EspoCRM keeps times in UTC. */
function asEspoTime(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Whether two spellings are one phone number: EspoCRM keeps them without spaces, and `00` as `+`. */
export function isSameNumber(one: unknown, other: unknown): boolean {
  return digitsOf(one) !== '' && digitsOf(one) === digitsOf(other);
}

function digitsOf(value: unknown): string {
  const text = typeof value === 'string' ? value.replace(/\(0\)/g, '') : '';
  return text.replace(/\D/g, '').replace(/^00/, '');
}
