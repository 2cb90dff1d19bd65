import type { SyncErrorCode } from '@integration-queue/shared/sync-errors';
import { CrmProblem, type CrmProblemKind } from './errors.js';
import type { CrmAnswer } from './http.js';
import type { Call } from './overhearing.js';

/** What a CRM said with its refusal. */
export interface Said {
  /** Its own words. */
  crmMessage?: string;
  /** The CRM field concerned. */
  field?: string;
  httpStatus?: number;
  /** Its answer about this record alone, as it came. Of one that was written, without the values its receipt has. */
  answer?: unknown;
  /** The call that brought it; null where none left for this record. */
  call?: Call | null;
}

/** How long to wait where a CRM reached its limit and says nothing of when to come back. */
const UNTOLD_LIMIT_MS = 10_000;
/** Of a page in place of an answer, this much is worth showing. */
const MOST_WORDS = 300;

const ROW_RULES: Record<RowCode, { kind: CrmProblemKind; message: string; hint: string }> = {
  unknown_field: {
    kind: 'mapping_broken',
    message: 'The CRM has no such field',
    hint: 'Choose another CRM field in the field mapping',
  },
  read_only_field: {
    kind: 'mapping_broken',
    message: 'The CRM does not let this field be written',
    hint: 'Remove this field from the field mapping',
  },
  required_field_missing: {
    kind: 'refused',
    message: 'The CRM requires a value that is not there',
    hint: 'Fill in the value, or map the field to another',
  },
  invalid_value: {
    kind: 'refused',
    message: 'The CRM does not take this value',
    hint: 'Correct the value, or map the field to another',
  },
  invalid_option: {
    kind: 'refused',
    message: 'The CRM has no such option',
    hint: 'Translate the value in the field mapping, or add the option in the CRM',
  },
  value_too_long: { kind: 'refused', message: 'The value is too long for the CRM', hint: 'Shorten the value' },
  duplicate_in_crm: {
    kind: 'refused',
    message: 'The CRM says that it has this record already',
    hint: 'Merge the two in the CRM, then retry',
  },
  record_deleted: {
    kind: 'refused',
    message: 'The record no longer exists in the CRM',
    hint: 'Retry to create it anew',
  },
  refused_by_crm: {
    kind: 'refused',
    message: 'The CRM refused this record',
    hint: 'Correct the data, then retry',
  },
};

export type RowCode =
  | 'unknown_field'
  | 'read_only_field'
  | 'required_field_missing'
  | 'invalid_value'
  | 'invalid_option'
  | 'value_too_long'
  | 'duplicate_in_crm'
  | 'record_deleted'
  | 'refused_by_crm';

/** A row the CRM does not take: what kind of failure it is, and what to do, follow from the code. */
export function rowRefused(code: RowCode, said: Said = {}): CrmProblem {
  const { kind, message, hint } = ROW_RULES[code];
  return problem(kind, code, said.field ? `${message}: ${said.field}` : message, hint, said);
}

/** The answer does not tell what became of a row that was in the call. */
export function rowLeftOut(): CrmProblem {
  return problem(
    'transient',
    'unexpected_answer',
    'The CRM’s answer left this record out',
    'It is looked up, then tried again by itself',
    {},
    { maybeSent: true },
  );
}

/** Somebody else writes the record at this moment: nothing was written, and soon it can be. */
export function recordLocked(said: Said = {}): CrmProblem {
  return problem(
    'transient',
    'refused_by_crm',
    'Somebody else is writing this record in the CRM',
    'It is tried again by itself',
    said,
  );
}

/** The token is no longer accepted. */
export function tokenRefused(said: Said = {}): CrmProblem {
  return problem(
    'unauthorized',
    'token_expired',
    'The CRM no longer accepts the token',
    'Connect the integration again',
    said,
  );
}

/** The token is accepted, but not for this. `needed` names the right, in the vendor's words. */
export function rightMissing(said: Said = {}, needed?: string): CrmProblem {
  return problem(
    'unauthorized',
    'missing_scope',
    'The token may not do this in the CRM',
    needed ? `Give it the right ${needed}, then test the connection` : 'Give it the right, then test the connection',
    said,
  );
}

/** The field that holds our key is not there, or not unique. `todo` says exactly what to create. */
export function keyFieldMissing(todo: string, said: Said = {}): CrmProblem {
  return problem('mapping_broken', 'key_field_missing', 'The CRM has no field for our key', todo, said);
}

/** The CRM's limit; `retryAfterMs` as far as it says when to come back. `maybeSent`: a part of the work was done. */
export function limitReached(said: Said = {}, retryAfterMs?: number, maybeSent = false): CrmProblem {
  return problem('rate_limited', 'rate_limited', 'The CRM’s request limit is reached', 'It goes on by itself', said, {
    retryAfterMs: retryAfterMs ?? UNTOLD_LIMIT_MS,
    ...(maybeSent ? { maybeSent } : {}),
  });
}

/** The account's plan allows no more of this. */
export function planLimitReached(said: Said = {}): CrmProblem {
  return problem(
    'refused',
    'plan_limit',
    'The CRM’s plan allows no more of these records',
    'Make room or change the plan in the CRM, then retry',
    said,
  );
}

/** The CRM failed, or is down: nobody knows whether the call had its effect. */
export function serverFailed({ httpStatus, ...said }: Said): CrmProblem {
  return problem(
    'transient',
    'crm_unreachable',
    httpStatus === undefined ? 'The CRM failed' : `The CRM answered with error ${httpStatus}`,
    'It is tried again by itself',
    { httpStatus, ...said },
    { maybeSent: true },
  );
}

/** The CRM refused a whole call for one of its rows, or for a cause that is none of the known ones. */
export function callRefused(said: Said = {}): CrmProblem {
  return problem('batch_rejected', 'refused_by_crm', 'The CRM refused this', 'Correct the data, then retry', said);
}

/** An answer that is not in the CRM's language, such as a web page in place of JSON. */
export function notUnderstood({ status, text }: CrmAnswer): CrmProblem {
  return problem(
    'transient',
    'unexpected_answer',
    'The CRM’s answer was not understood',
    'It is tried again by itself',
    { httpStatus: status, crmMessage: text.slice(0, MOST_WORDS) },
    { maybeSent: true },
  );
}

/**
 * What an answer's status says where its body says nothing more exact. Every connector ends with this, after its vendor's
 * own rules.
 */
export function failureByStatus(answer: CrmAnswer, crmMessage = answer.text.slice(0, MOST_WORDS)): CrmProblem {
  const { status } = answer;
  const said: Said = { crmMessage, httpStatus: status };
  if (status === 401) return tokenRefused(said);
  // A web page is a guard's before the CRM, not the CRM's word.
  if (answer.body === null && /^\s*</.test(answer.text)) return notUnderstood(answer);
  if (status === 403) return rightMissing(said);
  if (status === 408) return serverFailed(said);
  if (status === 429) return limitReached(said, readRetryAfter(answer));
  if (status >= 500) return serverFailed(said);
  if (status >= 400) return callRefused(said);
  return notUnderstood(answer);
}

/** Milliseconds a `Retry-After` header asks for, in seconds or as a date; undefined where there is none. */
export function readRetryAfter({ headers }: CrmAnswer, now = Date.now()): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined || value.trim() === '') return undefined;
  const ms = Number.isFinite(Number(value)) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function problem(
  kind: CrmProblemKind,
  code: SyncErrorCode,
  message: string,
  hint: string,
  said: Said,
  more: { retryAfterMs?: number; maybeSent?: boolean } = {},
): CrmProblem {
  const { crmMessage, field, httpStatus, answer, call } = said;
  return new CrmProblem(kind, {
    code,
    message,
    hint,
    ...(field ? { field } : {}),
    ...(crmMessage ? { crmMessage } : {}),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(answer === undefined ? {} : { answer }),
    ...(call === undefined ? {} : { call }),
    ...more,
  });
}
