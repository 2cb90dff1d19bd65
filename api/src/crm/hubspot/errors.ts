import { CrmProblem } from '../errors.js';
import {
  failureByStatus,
  keyFieldMissing,
  limitReached,
  readRetryAfter,
  rightMissing,
  rowRefused,
  serverFailed,
  type RowCode,
  type Said,
} from '../failures.js';
import type { CrmAnswer } from '../http.js';
import { KEY_PROPERTY } from './objects.js';

/** How HubSpot says no: inside a 207, and about a whole call. Nothing in it is promised. */
export interface HubspotError {
  category?: string;
  message?: string;
  policyName?: string;
  context?: Record<string, string[]>;
  errors?: { code?: string; message?: string; context?: { propertyName?: string[] } }[];
}

/** One value that was not taken. */
interface Violation {
  code: string;
  message: string;
  property?: string | undefined;
}

/** An object that was written too soon after its last write is locked for this long. */
const LOCK_MS = 2_000;
const HALF_HOUR_MS = 30 * 60_000;

/** Codes of values that were not taken; every other one that begins with INVALID is an invalid value. */
const CODES: [pattern: RegExp, code: RowCode][] = [
  [/DOESNT_EXIST|NOT_FOUND/, 'unknown_field'],
  [/READ_ONLY/, 'read_only_field'],
  [/OPTION/, 'invalid_option'],
  [/LENGTH|TOO_LONG/, 'value_too_long'],
  [/REQUIRED/, 'required_field_missing'],
  [/INVALID/, 'invalid_value'],
];

/** What an admin has to create where we may not. */
export const KEY_TODO =
  `Create the property “${KEY_PROPERTY}” for companies, deals and tasks in HubSpot: single-line text, with the rule ` +
  '“Require unique values for this property”. Then test the connection';

/** One row of a batch that was not written. */
export function readRowProblem(error: HubspotError): CrmProblem {
  const said: Said = { ...(error.message ? { crmMessage: error.message } : {}), answer: error };
  if (error.category === 'OBJECT_NOT_FOUND') return rowRefused('record_deleted', said);
  if (error.category === 'CONFLICT') return rowRefused('duplicate_in_crm', said);
  const violation = readViolations(error)[0];
  if (violation) return refuse(violation, said);
  if (/required/i.test(error.message ?? '')) {
    return rowRefused('required_field_missing', { ...said, ...named(error.context?.['properties']?.[0]) });
  }
  return rowRefused('refused_by_crm', said);
}

/** An answer that concerns the whole call. */
export function readCallProblem(answer: CrmAnswer): CrmProblem {
  const error: HubspotError = isObject(answer.body) ? answer.body : {};
  const { status } = answer;
  const said: Said = { httpStatus: status, ...(error.message ? { crmMessage: error.message } : {}) };
  if (status === 403 && answer.body !== null) {
    const { requiredGranularScopes: scopes = [], requiredScopes = scopes } = error.context ?? {};
    return rightMissing(said, requiredScopes.length > 0 ? requiredScopes.join(', ') : undefined);
  }
  if (status === 423) return limitReached(said, LOCK_MS);
  if (status === 477) return limitReached(said, readRetryAfter(answer));
  if (status === 429) return limitReached(said, readRetryAfter(answer) ?? untilFree(error, answer));
  if (status >= 520) return serverFailed(said);
  if (status === 400 || status === 409) return readRefusal(answer, error, said);
  return failureByStatus(answer, error.message);
}

/**
 * A whole call refused for one of its rows is split by the queue until that row is alone; then it is told as the row's.
 * What is wrong with the mapping is wrong for every row.
 */
function readRefusal(answer: CrmAnswer, error: HubspotError, said: Said): CrmProblem {
  const message = error.message ?? '';
  const [violation] = readViolations(error);
  const aboutKey = violation?.property === KEY_PROPERTY || message.includes(`"${KEY_PROPERTY}"`);
  if (/non-unique/i.test(message) || (aboutKey && /does not exist/i.test(message))) {
    return keyFieldMissing(KEY_TODO, said);
  }
  if (!error.category) return failureByStatus(answer, error.message);
  const { kind, details } = readRowProblem(error);
  return new CrmProblem(kind === 'refused' ? 'batch_rejected' : kind, { ...details, ...said });
}

function refuse({ code, property, message }: Violation, said: Said): CrmProblem {
  const known = CODES.find(([pattern]) => pattern.test(code))?.[1];
  if (property === KEY_PROPERTY && known === 'unknown_field') return keyFieldMissing(KEY_TODO, said);
  return rowRefused(known ?? 'refused_by_crm', { ...said, ...named(property), crmMessage: message });
}

/** The values that were not taken: from `errors`, which HubSpot caps, else from the list inside its message. */
function readViolations({ errors = [], message = '' }: HubspotError): Violation[] {
  const listed = errors.filter(({ code }) => code !== undefined);
  if (listed.length > 0) {
    return listed.map(({ code = '', message: words = message, context }) => ({
      code,
      message: words,
      property: context?.propertyName?.[0],
    }));
  }
  const [, list] = /^Property values were not valid: (\[.*\])$/s.exec(message) ?? [];
  if (!list) return [];
  try {
    return (JSON.parse(list) as { error?: string; message?: string; name?: string }[]).map((entry) => ({
      code: entry.error ?? '',
      message: entry.message ?? message,
      property: entry.name,
    }));
  } catch {
    return [];
  }
}

/**
 * HubSpot names the rule that was broken. A day ends at midnight where the account is, which every half hour is
 * somewhere, so a try each half hour is never late.
 */
function untilFree({ policyName = '' }: HubspotError, { headers }: CrmAnswer): number | undefined {
  if (policyName === 'DAILY') return HALF_HOUR_MS - (Date.now() % HALF_HOUR_MS) + 5_000;
  if (policyName === 'SECONDLY') return 1_000;
  const interval = Number(headers['x-hubspot-ratelimit-interval-milliseconds'] ?? NaN);
  return interval > 0 ? interval : undefined;
}

const named = (property: string | undefined): Said => (property ? { field: property } : {});

function isObject(value: unknown): value is HubspotError {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
