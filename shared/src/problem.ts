import * as v from 'valibot';

/**
 * Every code a problem of the HTTP API can carry, with its HTTP status and English title. Codes are stable: callers may
 * switch on them.
 */
export const PROBLEMS = {
  invalid_request: [400, 'The request is not valid'],
  invalid_json: [400, 'The body is not valid JSON'],
  invalid_cursor: [400, 'The cursor is not one this list handed out'],
  invalid_import: [400, 'The file cannot be read'],
  too_many_items: [400, 'Too many items in one call'],
  unauthenticated: [401, 'Sign in or send an API key'],
  wrong_credentials: [401, 'E-mail or password is wrong'],
  session_expired: [401, 'The session has expired'],
  refresh_token_reused: [401, 'The refresh token was used before; all its sessions are closed'],
  forbidden: [403, 'This is not allowed for your role or key'],
  not_found: [404, 'Not found'],
  sync_already_processed: [409, 'Already processed; undo it in the CRM'],
  sync_not_in_error: [409, 'Only an entry in error can be retried'],
  sync_not_ambiguous: [409, 'There is no choice between records to make'],
  sync_not_deleted: [409, 'The entry was not deleted'],
  mapping_version_gone: [409, 'Which field mapping it was sent with is no longer known'],
  domain_taken: [409, 'Another company has this domain'],
  external_id_taken: [409, 'Another company has this external id'],
  mapping_version_changed: [409, 'Somebody saved this mapping in the meantime'],
  request_in_progress: [409, 'The same request is being worked on'],
  answer_lost: [409, 'The request was carried out, but its answer is lost'],
  conflict: [409, 'This contradicts what is stored'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'This content type is not accepted here'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used with another body'],
  option_not_offered: [422, 'The CRM does not offer a value that was given'],
  connection_refused: [422, 'The CRM did not accept the connection'],
  rate_limited: [429, 'Too many requests'],
  internal: [500, 'Something went wrong on our side'],
  crm_unreachable: [502, 'The CRM did not answer'],
  not_ready: [503, 'The service is starting or stopping'],
} as const satisfies Record<string, readonly [number, string]>;
export type ProblemCode = keyof typeof PROBLEMS;

/** One invalid place of a request: `path` like `items.3.company.name` (empty for the whole), and what is wrong there. */
export const problemItemSchema = v.object({ path: v.string(), message: v.string() });
export type ProblemItem = v.InferOutput<typeof problemItemSchema>;

/** The body of every error answer, `application/problem+json` (RFC 9457). */
export const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.string(),
  detail: v.string(),
  requestId: v.string(),
  errors: v.optional(v.array(problemItemSchema)),
});
export type Problem = v.InferOutput<typeof problemSchema>;
