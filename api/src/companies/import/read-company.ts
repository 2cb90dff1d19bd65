import { type CompanyInput, companyInputSchema } from '@integration-queue/shared/company';
import { check } from '../../ops/validation.js';
import { type ColumnMapping, customKey } from './columns.js';
import { countryCode } from './countries.js';
import { readNumber } from './numbers.js';
import type { LineProblem } from './records.js';
import { factorInName } from './units.js';

/** How the values of one file are to be read. */
export interface ReadingRules {
  mapping: ColumnMapping;
  decimalMark: '.' | ',';
}

/** What people write where they have nothing to say. */
const NOTHING = new Set(['-', '–', '—', 'n/a', '#n/a', 'n.a.', 'k.a.', 'k. a.', 'n.v.t.', 'null']);
const LONGEST_QUOTE = 60;

/** A company from the values of a record, or what is wrong with the first that cannot be one. */
export function readCompany(
  values: ReadonlyMap<string, unknown>,
  rules: ReadingRules,
): { company: CompanyInput } | { problem: LineProblem } {
  const company: Record<string, unknown> = {};
  const custom = new Map<string, unknown>();
  for (const [field, given] of values) {
    const value = typeof given === 'string' ? given.trim() : given;
    if (isNothing(field, value)) continue;
    const read = typeof value === 'string' ? readText(field, value, rules) : readJson(field, value);
    if (read === undefined) return invalid(`${field}: ${quoted(value)} is not ${EXPECTED[field] ?? 'a value'}`);
    const key = customKey(field);
    if (key === null) company[field] = read;
    else custom.set(key, read);
  }
  if (company['name'] === undefined) return invalid('The name is missing');
  if (custom.size > 0) company['custom'] = Object.fromEntries(custom);
  const checked = check(companyInputSchema, company);
  if ('output' in checked) return { company: checked.output };
  const [{ path, message }] = checked.issues as [{ path: string; message: string }];
  return invalid(`${path}: ${message}`);
}

function isNothing(field: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'string' && field !== 'name' && NOTHING.has(value.toLowerCase());
}

const EXPECTED: Record<string, string> = {
  employees: 'a whole number',
  visitCount: 'a whole number',
  revenue: 'a number',
  country: 'a country; write its code, such as DE',
};

/** Undefined where a text is no value of its field. */
function readText(field: string, text: string, { mapping, decimalMark }: ReadingRules): unknown {
  switch (field) {
    case 'employees':
    case 'visitCount':
    case 'revenue': {
      const isWhole = field !== 'revenue';
      const number = readNumber(text, { factor: factorInName(mapping[field] ?? ''), decimalMark, isWhole });
      return number === null || (isWhole && !Number.isInteger(number)) ? undefined : number;
    }
    case 'country':
      return countryCode(text) ?? undefined;
    case 'linkedinUrl':
    case 'inboxUrl':
      return /^https?:\/\//i.test(text) ? text : `https://${text}`;
    case 'firstVisitAt':
    case 'lastVisitAt':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
    case 'tags':
    case 'pages':
      return text.split(/[,;|]/).flatMap((tag) => tag.trim() || []);
    default:
      return text;
  }
}

/** Values of NDJSON that are no text: numbers may stand for text, such as a postal code. */
function readJson(field: string, value: unknown): unknown {
  const isNumber = field in EXPECTED && field !== 'country';
  return typeof value === 'number' && !isNumber && customKey(field) === null ? String(value) : value;
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).toWellFormed()}…` : text}"`;
}

function invalid(message: string): { problem: LineProblem } {
  return { problem: { code: 'invalid_value', message } };
}
