import { companyInputSchema } from '@integration-queue/shared/company';
import { AppProblem } from '../../ops/app-problem.js';
import { COLUMN_NAMES } from './column-names.js';
import { bareName } from './units.js';

/** Our field → column it is taken from, as a person gave it or as it was guessed. */
export type ColumnMapping = Record<string, string>;

const KNOWN_NAMES = Object.entries(COLUMN_NAMES).map(([field, names]) => [field, names.split(/\s+/)] as const);
const CUSTOM = /^custom\.(?=.{1,100}$)/;

/** The key of `custom` a field like `custom.branch` means; null for every other field. */
export function customKey(field: string): string | null {
  return CUSTOM.test(field) ? field.replace(CUSTOM, '') : null;
}

/** Throws `invalid_request` where a mapping names a field that companies do not have, or no name. */
export function checkMappedFields(mapping: ColumnMapping): void {
  const unknown = Object.keys(mapping).find(
    (field) => field === 'custom' || !(Object.hasOwn(companyInputSchema.entries, field) || customKey(field) !== null),
  );
  if (unknown !== undefined) {
    const fields = Object.keys(companyInputSchema.entries).filter((field) => field !== 'custom');
    throw badMapping(unknown, `"${unknown}" is no field of a company; fields are ${fields.join(', ')}, custom.…`);
  }
  if (mapping['name'] === undefined) throw badMapping('name', 'names no column for the name of the company');
}

/** The mapping with columns as the file spells them. Throws `invalid_request` where it names one that is not there. */
export function matchColumns(mapping: ColumnMapping, columns: string[]): ColumnMapping {
  const matched = Object.entries(mapping).map(([field, wanted]) => {
    const isWanted = (column: string) => column.toLowerCase() === wanted.toLowerCase();
    const column = columns.includes(wanted) ? wanted : columns.find(isWanted);
    if (column === undefined)
      throw badMapping(field, `the file has no column "${wanted}"; its columns are ${listed(columns)}`);
    return [field, column] as const;
  });
  return Object.fromEntries(matched);
}

/** Which column holds which field, by what columns are called. Fields without a column are left out. */
export function guessColumns(columns: string[]): ColumnMapping {
  const byName = new Map<string, string>();
  for (const column of columns) if (!byName.has(bareName(column))) byName.set(bareName(column), column);
  const mapping: ColumnMapping = {};
  for (const [field, names] of KNOWN_NAMES) {
    const name = names.find((known) => byName.has(known));
    if (name !== undefined) mapping[field] = byName.get(name)!;
  }
  const { location, ...fields } = mapping;
  if (location === undefined || 'city' in fields) return fields;
  return { ...fields, city: location, region: fields['region'] ?? location };
}

/** Columns as a sentence can carry them. */
export function listed(columns: string[]): string {
  const named = columns.slice(0, 30).map((column) => `"${column.slice(0, 60)}"`);
  return named.join(', ') + (columns.length > named.length ? ', …' : '');
}

function badMapping(field: string, message: string): AppProblem {
  return new AppProblem('invalid_request', `mapping.${field}: ${message}`, [{ path: `mapping.${field}`, message }]);
}
