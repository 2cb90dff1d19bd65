import type { ColumnMapping } from './columns.js';

/**
 * The values of a record by our field names. City and region from one column are a place in one cell, like
 * `Bentonville, Ark.`: the city is what stands before the first comma.
 */
export function pickFields(mapping: ColumnMapping, valueOf: (column: string) => unknown): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [field, column] of Object.entries(mapping)) values.set(field, valueOf(column));
  const place = values.get('city');
  if (mapping['city'] === undefined || mapping['city'] !== mapping['region'] || typeof place !== 'string')
    return values;
  const comma = place.indexOf(',');
  values.set('city', comma === -1 ? place : place.slice(0, comma));
  return values.set('region', comma === -1 ? '' : place.slice(comma + 1));
}
