import { CrmProblem } from '../errors.js';
import {
  failureByStatus,
  keyFieldMissing,
  limitReached,
  planLimitReached,
  recordLocked,
  rightMissing,
  rowRefused,
  serverFailed,
  type RowCode,
  type Said,
} from '../failures.js';
import type { CrmAnswer } from '../http.js';
import { KEY_FIELD } from './objects.js';

/** What is wrong with one record: an item's error has `statusCode`, a whole call's `errorCode`. */
export interface SalesforceError {
  statusCode?: string;
  errorCode?: string;
  message?: string;
  fields?: string[];
}

const QUARTER_HOUR_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

const ROW_CODES: Record<string, RowCode> = {
  REQUIRED_FIELD_MISSING: 'required_field_missing',
  STRING_TOO_LONG: 'value_too_long',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'invalid_option',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'read_only_field',
  INVALID_FIELD: 'unknown_field',
  INVALID_EMAIL_ADDRESS: 'invalid_value',
  INVALID_TYPE_ON_FIELD_IN_RECORD: 'invalid_value',
  NUMBER_OUTSIDE_VALID_RANGE: 'invalid_value',
  MALFORMED_ID: 'invalid_value',
  INVALID_CROSS_REFERENCE_KEY: 'invalid_value',
  JSON_PARSER_ERROR: 'invalid_value',
  DUPLICATE_VALUE: 'duplicate_in_crm',
  DUPLICATES_DETECTED: 'duplicate_in_crm',
  DUPLICATE_EXTERNAL_ID: 'duplicate_in_crm',
  ENTITY_IS_DELETED: 'record_deleted',
};

/** What an admin has to create where we may not. */
export const KEY_TODO =
  `Create the custom field “${KEY_FIELD}” on Account, Opportunity and Activity in Salesforce: Text(255), External ID, ` +
  'Unique, and let the connected user read and edit it. Then test the connection';

/** One record that was not written. */
export function readRowProblem(error: SalesforceError): CrmProblem {
  const code = error.statusCode ?? error.errorCode ?? '';
  const field = error.fields?.[0] ?? readColumn(error);
  const said: Said = {
    ...(error.message ? { crmMessage: error.message } : {}),
    ...(field ? { field } : {}),
    answer: error,
  };
  if (code === 'UNABLE_TO_LOCK_ROW') return recordLocked(said);
  if (code === 'STORAGE_LIMIT_EXCEEDED') return planLimitReached(said);
  if (field === KEY_FIELD && code === 'INVALID_FIELD') return keyFieldMissing(KEY_TODO, said);
  // A record that leads to one that is gone: only an update's own id is named by no field.
  if (code === 'INVALID_CROSS_REFERENCE_KEY' && !field) return rowRefused('record_deleted', said);
  return rowRefused(ROW_CODES[code] ?? 'refused_by_crm', said);
}

/** An answer that concerns the whole call, or one part of a composite. */
export function readCallProblem(answer: CrmAnswer): CrmProblem {
  const error = readFirst(answer.body);
  const { status } = answer;
  const { errorCode = '', message } = error;
  const said: Said = { httpStatus: status, ...(message ? { crmMessage: message } : {}) };
  if (errorCode === 'REQUEST_LIMIT_EXCEEDED') {
    // The day's limit slides, so calls become free all the time; that of long calls ends with them.
    return limitReached(said, /concurrent/i.test(message ?? '') ? MINUTE_MS : QUARTER_HOUR_MS);
  }
  if (errorCode === 'SERVER_UNAVAILABLE' || errorCode === 'QUERY_TIMEOUT') return serverFailed(said);
  if (errorCode === 'UNABLE_TO_LOCK_ROW') return recordLocked(said);
  if (status === 403 && errorCode)
    return rightMissing(said, errorCode === 'API_DISABLED_FOR_ORG' ? 'API Enabled' : undefined);
  if (/external ID field does not exist/i.test(message ?? '')) return keyFieldMissing(KEY_TODO, said);
  if (status === 400 && errorCode) {
    const { kind, details } = readRowProblem(error);
    return new CrmProblem(kind === 'refused' ? 'batch_rejected' : kind, { ...details, httpStatus: status });
  }
  return failureByStatus(answer, message);
}

/** Salesforce says what is wrong with a whole call as a list of one. */
function readFirst(body: unknown): SalesforceError {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return typeof first === 'object' && first !== null ? first : {};
}

/** The field a message names where the error itself does not. */
function readColumn({ message = '' }: SalesforceError): string | undefined {
  return /No such column '(\w+)'/.exec(message)?.[1];
}
