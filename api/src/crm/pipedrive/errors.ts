import { type CrmProblem } from '../errors.js';
import {
  failureByStatus,
  limitReached,
  planLimitReached,
  readRetryAfter,
  rightMissing,
  rowRefused,
  type Said,
} from '../failures.js';
import type { CrmAnswer } from '../http.js';
import type { PipedriveSchema } from './schema.js';

/** The day's tokens are used up: looked again every hour, since Pipedrive's midnight is not ours. */
const DAILY_WAIT_MS = 3_600_000;
/** Cloudflare keeps senders out that did not mind the limit; asking on would only prolong it. */
const SHUT_OUT_MS = 300_000;

const OPTION_TYPES = new Set(['enum', 'set', 'stage', 'user', 'status', 'varchar_options', 'org', 'deal', 'people']);
const VALUE_TYPES = new Set(['int', 'double', 'monetary', 'date', 'time', 'daterange', 'timerange', 'boolean']);

/** An answer that is no success, about one record: Pipedrive takes one a call. */
export function readFailure(answer: CrmAnswer, schema?: PipedriveSchema): CrmProblem {
  const { status, body } = answer;
  const { error, error_info: info, code } = (body ?? {}) as { error?: string; error_info?: string; code?: string };
  const said: Said = { crmMessage: error ?? info ?? answer.text.slice(0, 300), httpStatus: status };
  if (status === 429) return limitReached(said, waitOf(answer));
  if (status === 402 || /^feature_capping/.test(code ?? '')) return planLimitReached(said);
  if (status === 403 && body === null)
    return limitReached({ ...said, crmMessage: 'Shut out by Cloudflare' }, SHUT_OUT_MS);
  if (status === 403) return rightMissing(said);
  if (status === 404 && body !== null) return rowRefused('record_deleted', said);
  if (status === 400 || status === 422) return readValidation(said, schema);
  return failureByStatus(answer, said.crmMessage);
}

/** Milliseconds until a call may leave again. */
function waitOf(answer: CrmAnswer): number | undefined {
  const { headers } = answer;
  if (headers['x-daily-ratelimit-token-remaining'] === '0') return DAILY_WAIT_MS;
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN);
  return readRetryAfter(answer) ?? (Number.isFinite(reset) ? reset * 1000 : undefined);
}

/** Pipedrive names the field in its words: `Validation failed: employee_count: must be a number`. */
function readValidation(said: Said, schema: PipedriveSchema | undefined): CrmProblem {
  const words = said.crmMessage ?? '';
  const field = schema?.mentionedIn(words);
  const named: Said = { ...said, ...(field ? { field: field.name } : {}) };
  if (/unknown field|not allowed|unrecognized|additional propert/i.test(words)) {
    const name = field?.name ?? /:\s*([\w.-]+)\s*:/.exec(words)?.[1];
    return rowRefused('unknown_field', { ...named, ...(name ? { field: name } : {}) });
  }
  if (/read.?only|cannot be written/i.test(words)) return rowRefused('read_only_field', named);
  if (/required|must not be empty|missing/i.test(words)) return rowRefused('required_field_missing', named);
  if (/too long|at most \d+ characters|max(imum)? length/i.test(words)) return rowRefused('value_too_long', named);
  if (field && OPTION_TYPES.has(field.pipedriveType)) return rowRefused('invalid_option', named);
  if (field && VALUE_TYPES.has(field.pipedriveType)) return rowRefused('invalid_value', named);
  return rowRefused('refused_by_crm', named);
}
