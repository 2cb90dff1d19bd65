import * as v from 'valibot';
import { id, pageQuery, time } from './fields.js';
import { ISSUE_STATES, type IssueState } from './issue-states.js';
import { SYNC_OBJECTS } from './vocabulary.js';

export { ISSUE_STATES, type IssueState };

/** One cause of failure with all the entries it keeps in error now. */
export const issueSchema = v.object({
  id,
  integrationId: id,
  integrationName: v.string(),
  provider: v.string(),
  object: v.picklist(SYNC_OBJECTS),
  code: v.string(),
  field: v.nullable(v.string()),
  /** What people call the field in the CRM; null where unknown. */
  fieldLabel: v.nullable(v.string()),
  message: v.string(),
  hint: v.string(),
  crmMessage: v.nullable(v.string()),
  state: v.picklist(ISSUE_STATES),
  /** Entries in error because of it. */
  count: v.number(),
  firstSeenAt: time,
  /** When an entry last failed by it, to the second; what is retried or deleted since does not take it back. */
  lastSeenAt: time,
  /** The companies of the newest entries, five at most. */
  examples: v.array(v.object({ syncId: id, company: v.string() })),
});
export type Issue = v.InferOutput<typeof issueSchema>;
export const issueListSchema = v.object({ items: v.array(issueSchema), nextCursor: v.nullable(v.string()) });
export type IssueList = v.InferOutput<typeof issueListSchema>;

/**
 * `GET /v1/issues`: those with entries in error, most entries first; `state` shows others. An issue that gains or loses
 * entries while pages are read may be passed over or come twice.
 */
export const issueQuerySchema = v.strictObject({
  ...pageQuery,
  limit: v.optional(pageQuery.limit.wrapped, '200'),
  integrationId: v.optional(id),
  state: v.optional(v.picklist(ISSUE_STATES, `must be one of ${ISSUE_STATES.join(', ')}`)),
});
export type IssueQuery = v.InferOutput<typeof issueQuerySchema>;

/** `PATCH /v1/issues/{id}`. */
export const issueChangeSchema = v.strictObject({ state: v.picklist(ISSUE_STATES) });
export type IssueChange = v.InferOutput<typeof issueChangeSchema>;

/**
 * `POST /v1/issues/{id}/check`: how many of its entries would pass now, by today's mapping, today's company data and the
 * CRM's live schema: what a retry without choices sends. Nothing is sent, and no record is looked up, as a retry does: what
 * only a record tells is `unknown`. `checked` is at most 1,000; `problems` name what still stands in the way, most frequent
 * first.
 */
export const issueCheckSchema = v.object({
  count: v.number(),
  checked: v.number(),
  wouldPass: v.number(),
  /**
   * Entries nothing visible stands in the way of, but whose cause the CRM's schema does not show: a rule of the CRM's own, a
   * match, a limit of the plan, what the record they are linked to has already. Only sending them tells.
   */
  unknown: v.number(),
  problems: v.array(
    v.object({
      target: v.string(),
      code: v.string(),
      message: v.string(),
      hint: v.string(),
      /** What does not fit, where it is one value. */
      value: v.optional(v.string()),
      count: v.number(),
    }),
  ),
});
export type IssueCheck = v.InferOutput<typeof issueCheckSchema>;
