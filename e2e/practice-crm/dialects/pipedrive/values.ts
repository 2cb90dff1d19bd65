import type { StoredRecord } from '../../store.ts';
import type { PipedriveField } from './fields.ts';

/** Parts of an address, and where the store keeps them. */
const ADDRESS_PARTS: Record<string, string> = {
  value: 'street',
  locality: 'city',
  admin_area_level_1: 'region',
  country: 'country',
  postal_code: 'postal_code',
};

/** Number-like ids become text, what has parts becomes JSON, options one text; what does not fit stays as it is and is refused later. */
export function toStored({ type, details }: PipedriveField, value: unknown): unknown {
  if (value === null) return null;
  if (details.pdType === 'set') return Array.isArray(value) ? value.join(';') : value;
  if (details.pdType === 'monetary') {
    return typeof value === 'object' ? JSON.stringify(value) : value;
  }
  const isNumbered = type === 'reference' || ['enum', 'stage', 'user'].includes(details.pdType);
  return isNumbered && typeof value === 'number' ? String(value) : value;
}

/** One value in Pipedrive's types; null where there is none. */
export function toShown(record: StoredRecord, { name, stores, type, details }: PipedriveField): unknown {
  if (name === 'id') return Number(record.id);
  if (name === 'address') return showAddress(record);
  const stamps: Record<string, string> = { created_at: record.createdAt, updated_at: record.updatedAt };
  // Times have whole seconds there.
  if (stamps[stores]) return stamps[stores].replace(/\.\d+Z$/, 'Z');
  const value = record.properties[stores] ?? null;
  if (value === null) return null;
  if (details.pdType === 'set') return String(value).split(';').map(Number);
  if (details.pdType === 'monetary') return JSON.parse(String(value)) as unknown;
  const isNumbered = type === 'reference' || ['enum', 'stage', 'user'].includes(details.pdType);
  return isNumbered && /^\d+$/.test(String(value)) ? Number(value) : value;
}

/** Takes the parts of an address out of a row, by canonical name. */
export function readAddress(value: unknown): Record<string, unknown> {
  const empty = Object.fromEntries(Object.values(ADDRESS_PARTS).map((stores) => [stores, null]));
  if (typeof value !== 'object' || value === null) return empty;
  const parts = Object.entries(value as Record<string, unknown>).filter(([part]) => ADDRESS_PARTS[part]);
  return { ...empty, ...Object.fromEntries(parts.map(([part, text]) => [ADDRESS_PARTS[part]!, text])) };
}

function showAddress({ properties }: StoredRecord) {
  const parts = Object.entries(ADDRESS_PARTS).map(([part, stores]) => [part, properties[stores] ?? null] as const);
  return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
}
