import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** Codes whose cause is in the field mapping, and codes whose cause is the connection to the CRM. */
const IN_MAPPING: ReadonlySet<string> = new Set([
  'unknown_field',
  'read_only_field',
  'required_field_missing',
  'invalid_value',
  'invalid_option',
  'value_too_long',
  'mapping_broken',
]);
const IN_CONNECTION: ReadonlySet<string> = new Set([
  'token_expired',
  'missing_scope',
  'plan_limit',
  'key_field_missing',
  'crm_unreachable',
]);

/** Which of our screens mends what has this code; null where only the CRM or the data can be mended. */
export function mendPlace(code: string): 'mapping' | 'connection' | null {
  return IN_MAPPING.has(code) ? 'mapping' : IN_CONNECTION.has(code) ? 'connection' : null;
}

interface Cause {
  code: string;
  integrationId: string;
  object: SyncObject;
  field: string | null;
}

/** The address of the exact place that mends a cause, or null. */
export function mendAddress({ code, integrationId, object, field }: Cause): string | null {
  switch (mendPlace(code)) {
    case 'mapping':
      return `/options.html#mapping/${integrationId}/${object}${field ? `/${encodeURIComponent(field)}` : ''}`;
    case 'connection':
      return `/options.html#integrations/${integrationId}`;
    case null:
      return null;
  }
}
