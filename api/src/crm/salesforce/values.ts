import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../connector.js';

/** Salesforce takes plain JSON; the members of a list have semicolons between them. */
export function encode(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, Array.isArray(value) ? value.join(';') : value]),
  );
}

/** A record's fields as they are. What was sent as a list comes back as one, so that the two can be compared. */
export function decode(record: Record<string, unknown>, sent: Properties = {}): Properties {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]): [string, FieldValue | null][] => {
      if (value === null || typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
      if (typeof value !== 'string') return [];
      return [[name, Array.isArray(sent[name]) ? value.split(';') : value]];
    }),
  );
}

/** A text inside a SOQL query. */
export function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** A text inside the pattern of a LIKE, without its quotes. */
export function escapeLike(text: string): string {
  return text.replace(/[\\'%_]/g, '\\$&');
}
