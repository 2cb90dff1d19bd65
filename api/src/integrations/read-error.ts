import type { IntegrationError } from '@integration-queue/shared/integration';
import type { Finding } from './schema-watch/findings.js';

/** What is stored of an integration's error, with what the schema watch found. */
export interface ErrorRow {
  error_code: string | null;
  error_message: string | null;
  error_hint: string | null;
  error_since: Date | null;
  problems: Pick<Finding, 'code' | 'target' | 'label'>[];
}

/** What an integration waits for; null where it waits for nothing. */
export function readError(row: ErrorRow): IntegrationError | null {
  const { error_code: code, error_message: message, error_hint: hint, error_since: since } = row;
  if (code === null || since === null) return null;
  return { code, message: message ?? '', hint: hint ?? '', since: since.toISOString(), ...complainedOf(row) };
}

/** What the schema watch tells of a field that the CRM's complaint may be about. */
const FOUND_AS: Record<string, string[]> = {
  unknown_field: ['field_removed', 'unknown_field'],
  read_only_field: ['read_only_field'],
};

/**
 * The field a complaint is about, once the schema watch has looked: of several the one that the CRM's own words name, the
 * longest of those whose names are parts of each other.
 */
function complainedOf({ error_code: code, error_message: words, problems }: ErrorRow) {
  const fields = problems.filter((problem) => FOUND_AS[code ?? '']?.includes(problem.code));
  const named = fields.filter(({ target }) => words?.includes(target));
  const field = named.sort((one, other) => other.target.length - one.target.length)[0] ?? fields[0];
  return field ? { field: field.target, fieldLabel: field.label } : {};
}
