/**
 * Codes an entry in error, or an integration that needs attention, can carry. The words people read for each code are in
 * the extension's locales; the API sends English ones beside.
 */
export const SYNC_ERROR_CODES = [
  'unknown_field',
  'read_only_field',
  'required_field_missing',
  'invalid_value',
  'invalid_option',
  'value_too_long',
  'refused_by_crm',
  'duplicate_in_crm',
  'ambiguous_match',
  'record_deleted',
  'company_failed',
  'outcome_unknown',
  'gave_up',
  'token_expired',
  'missing_scope',
  'plan_limit',
  'mapping_broken',
  'key_field_missing',
  'crm_unreachable',
  'rate_limited',
  'unexpected_answer',
] as const;
export type SyncErrorCode = (typeof SYNC_ERROR_CODES)[number];
