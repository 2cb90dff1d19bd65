import type { Outcome, WriteItem } from '../connector.js';
import { CrmProblem } from '../errors.js';
import {
  callRefused,
  limitReached,
  readRetryAfter,
  rightMissing,
  rowLeftOut,
  rowRefused,
  type Said,
  serverFailed,
  tokenRefused,
} from '../failures.js';
import type { CrmAnswer } from '../http.js';
import { wrongAddress } from '../wrong-address.js';

/** Of a receiver's answer this much is kept. */
const MOST_KEPT = 1_024;

/** What a receiver may say of each record, in `results`; by `key`, or in the order they were sent. */
interface Result {
  key?: string;
  id?: string | number;
  error?: string;
}

/** Status and beginning of an answer, as people see it. */
export function saidBy({ status, text }: CrmAnswer): Said {
  return { crmMessage: `${status} ${text}`.trim().slice(0, MOST_KEPT), httpStatus: status };
}

/** An answer that is no success. `several`: the message carried records that can be sent apart. */
export function readFailure(answer: CrmAnswer, several: boolean): CrmProblem {
  const { status } = answer;
  const said = saidBy(answer);
  const retryAfterMs = readRetryAfter(answer);
  if (status === 401) return tokenRefused(said);
  if (status === 403) return rightMissing(said);
  if ((status >= 300 && status < 400) || status === 404 || status === 405) return wrongAddress('receiver', answer);
  if (status === 410) return gone(said);
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) return limitReached(said, retryAfterMs);
  if (status >= 500 || status === 408 || status === 425) return notTaken(said);
  return several ? callRefused(said) : rowRefused('refused_by_crm', said);
}

/** The receiver took the message. It may answer nothing more, or tell ids, or records it did not take. */
export function readSuccess(answer: CrmAnswer, items: WriteItem[]): Outcome[] {
  const results = readResults(answer.body, items.length);
  const said = saidBy(answer);
  return items.map((item, place) => {
    const named = results?.find(({ key }) => key === item.key);
    const result = named ?? (results?.every(({ key }) => key === undefined) ? results[place] : undefined);
    if (results && !result) return { kind: 'failed', problem: rowLeftOut() };
    if (result?.error)
      return { kind: 'failed', problem: rowRefused('refused_by_crm', { crmMessage: result.error, answer: result }) };
    return {
      kind: 'written',
      crmId: String(result?.id ?? item.crmId ?? item.key),
      action: item.crmId ? 'updated' : 'created',
      said: result ? { ...said, answer: result } : said,
    };
  });
}

function readResults(body: unknown, count: number): Result[] | null {
  if (typeof body !== 'object' || body === null) return null;
  const { results } = body as { results?: unknown };
  if (Array.isArray(results)) return results as Result[];
  const { id } = body as Result;
  return count === 1 && (typeof id === 'string' || typeof id === 'number') ? [{ id }] : null;
}

/**
 * An answer says that the message was not taken, and what is sent again carries the id of the first: unlike after silence,
 * it may go out again by itself.
 */
function notTaken(said: Said): CrmProblem {
  const { kind, details } = serverFailed(said);
  return new CrmProblem(kind, { ...details, maybeSent: false });
}

/** Standard Webhooks: a receiver that is gone wants to be sent nothing more. */
function gone(said: Said): CrmProblem {
  return new CrmProblem('unauthorized', {
    code: 'crm_unreachable',
    message: 'The receiver wants no more messages',
    hint: 'Give another address, or ask the receiver',
    ...said,
  });
}
