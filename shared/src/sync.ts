import * as v from 'valibot';
import { companyInputSchema } from './company.js';
import { dealInputSchema } from './deal.js';
import { id, page, pageQuery, time } from './fields.js';
import { integrationErrorSchema } from './integration-error.js';
import { candidateSchema } from './match.js';
import { taskInputSchema } from './task.js';
import {
  ATTEMPT_OUTCOMES,
  CRM_ACTIONS,
  PENDING_REASONS,
  SKIP_CODES,
  SYNC_OBJECTS,
  SYNC_STATUSES,
  TRIGGER_KINDS,
  VERDICTS,
} from './vocabulary.js';

/** What one send is made of. */
export const syncInputEntries = {
  integrationId: id,
  object: v.optional(v.picklist(SYNC_OBJECTS), 'company'),
  companyId: v.optional(id),
  company: v.optional(companyInputSchema),
  deal: v.optional(dealInputSchema),
  task: v.optional(taskInputSchema),
};

/**
 * One send. Exactly one of `companyId` and `company` says whom it is about; `deal` or `task` is given where `object`
 * says so.
 */
export const syncInputSchema = v.pipe(
  v.strictObject(syncInputEntries),
  v.check((s) => (s.companyId === undefined) !== (s.company === undefined), 'give either companyId or company'),
  v.check(
    (s) => (s.object === 'deal') === (s.deal !== undefined),
    'deal belongs to object "deal" and is required there',
  ),
  v.check(
    (s) => (s.object === 'task') === (s.task !== undefined),
    'task belongs to object "task" and is required there',
  ),
);
export type SyncInput = v.InferInput<typeof syncInputSchema>;
export type ParsedSyncInput = v.InferOutput<typeof syncInputSchema>;

/** Most items of one `POST /v1/syncs/batch`. */
export const BATCH_LIMIT = 1000;

/** `POST /v1/syncs/batch`. Items are checked one by one: a bad one never loses the others. */
export const syncBatchSchema = v.strictObject({
  items: v.pipe(v.array(v.unknown()), v.minLength(1, 'must not be empty')),
});

export const syncBatchResultSchema = v.object({
  index: v.number(),
  id: v.nullable(id),
  status: v.picklist(['accepted', 'duplicate', 'invalid']),
  errors: v.optional(v.array(v.object({ path: v.string(), message: v.string() }))),
});
export type SyncBatchResult = v.InferOutput<typeof syncBatchResultSchema>;
export const syncBatchAnswerSchema = v.object({ results: v.array(syncBatchResultSchema) });
export type SyncBatchAnswer = v.InferOutput<typeof syncBatchAnswerSchema>;

/**
 * Why nothing was sent. `field`: of `missing_required`, the CRM's name of the field that would be empty, and
 * `fieldLabel` what people call it there, where known. `domain`: of `blocked_domain`, the one on the list.
 */
export const skippedSchema = v.object({
  code: v.picklist(SKIP_CODES),
  field: v.nullable(v.string()),
  fieldLabel: v.optional(v.string()),
  domain: v.nullable(v.string()),
});
export type Skipped = v.InferOutput<typeof skippedSchema>;

/** An entry of the sync overview. */
export const syncSchema = v.object({
  id,
  integrationId: id,
  provider: v.string(),
  object: v.picklist(SYNC_OBJECTS),
  company: v.object({ id, name: v.string(), domain: v.nullable(v.string()) }),
  status: v.picklist(SYNC_STATUSES),
  reason: v.nullable(v.object({ code: v.picklist(PENDING_REASONS), until: v.optional(time) })),
  trigger: v.object({
    kind: v.picklist(TRIGGER_KINDS),
    by: v.nullable(v.object({ id, name: v.string() })),
  }),
  attempts: v.number(),
  initiatedAt: time,
  processedAt: v.nullable(time),
  error: v.nullable(
    v.object({
      code: v.string(),
      message: v.string(),
      hint: v.string(),
      field: v.optional(v.string()),
      /** What people call the field in the CRM, where known. */
      fieldLabel: v.optional(v.string()),
      crmMessage: v.optional(v.string()),
      issueId: v.nullable(id),
      /** Of `ambiguous_match`, and only in the entry's detail: the records to choose from. */
      candidates: v.optional(v.array(candidateSchema)),
    }),
  ),
  /** Set where it is `processed` without having been sent; `crm` is then the record it is linked to, if any. */
  skipped: v.nullable(skippedSchema),
  /** `marked`: the CRM dropped or altered a field; the receipt says which. */
  crm: v.nullable(
    v.object({ id: v.string(), url: v.nullable(v.string()), action: v.picklist(CRM_ACTIONS), marked: v.boolean() }),
  ),
});
export type Sync = v.InferOutput<typeof syncSchema>;
export const syncPageSchema = page(syncSchema);
export type SyncPage = v.InferOutput<typeof syncPageSchema>;

const anyValue = v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(v.string())]);
/** A value as a mapping makes it and a CRM stores it. */
export type FieldValue = v.InferOutput<typeof anyValue>;

/**
 * One line of a receipt. `source` reads like `name`, `"fixed"` or a template; `rule` is the write mode. `translated` is set
 * where the mapping gave another value for the source's; older receipts do not tell.
 */
export const receiptFieldSchema = v.object({
  target: v.string(),
  label: v.string(),
  source: v.string(),
  rule: v.string(),
  translated: v.optional(v.boolean()),
  before: v.nullable(anyValue),
  sent: v.nullable(anyValue),
  after: v.nullable(anyValue),
  verdict: v.picklist(VERDICTS),
});
export type ReceiptField = v.InferOutput<typeof receiptFieldSchema>;

/**
 * What an entry said to the CRM in one attempt, and what it was answered; secrets are masked, long texts cut. `sent` are
 * the entry's own properties as JSON, null where the receipt has them. `answer` is the CRM's for this entry, as it came;
 * where the whole call failed, that of the call.
 */
export const exchangeSchema = v.object({
  method: v.string(),
  path: v.string(),
  sent: v.nullable(v.string()),
  answer: v.nullable(v.string()),
});
export type Exchange = v.InferOutput<typeof exchangeSchema>;

/**
 * One try of a sync. `durationMs` is the time of the CRM call. `exchange` is told of the newest 20, and null where nothing
 * left.
 */
export const attemptSchema = v.object({
  number: v.number(),
  startedAt: time,
  durationMs: v.nullable(v.number()),
  outcome: v.picklist(ATTEMPT_OUTCOMES),
  httpStatus: v.nullable(v.number()),
  code: v.nullable(v.string()),
  message: v.nullable(v.string()),
  exchange: v.nullable(exchangeSchema),
});
export type Attempt = v.InferOutput<typeof attemptSchema>;

/** `GET /v1/syncs/{id}`: the entry with its receipt and its attempts, newest attempt first. */
export const syncDetailSchema = v.object({
  ...v.omit(syncSchema, ['attempts']).entries,
  attemptCount: v.number(),
  /** Of the last attempt. */
  mappingVersion: v.nullable(v.number()),
  fields: v.array(receiptFieldSchema),
  attempts: v.array(attemptSchema),
});
export type SyncDetail = v.InferOutput<typeof syncDetailSchema>;

/** A boolean of a body, or of a query string. */
const flag = v.union(
  [
    v.boolean(),
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((written) => written === 'true'),
    ),
  ],
  'must be true or false',
);

/** Filters of the list; all of them can be combined. `from` and `to` bound the time of initiation. */
export const syncFilterEntries = {
  status: v.optional(v.picklist(SYNC_STATUSES, `must be one of ${SYNC_STATUSES.join(', ')}`)),
  integrationId: v.optional(id),
  object: v.optional(v.picklist(SYNC_OBJECTS, `must be one of ${SYNC_OBJECTS.join(', ')}`)),
  trigger: v.optional(v.picklist(TRIGGER_KINDS, `must be one of ${TRIGGER_KINDS.join(', ')}`)),
  /** Who sent it: the id of a member, an API key or a trigger, as in `trigger.by`. */
  by: v.optional(id),
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  from: v.optional(time),
  to: v.optional(time),
  issueId: v.optional(id),
  companyId: v.optional(id),
  /** Only what was processed without having been sent; `false`: without those. */
  skipped: v.optional(flag),
};
export const syncQuerySchema = v.strictObject({ ...syncFilterEntries, ...pageQuery });
export type SyncQuery = v.InferOutput<typeof syncQuerySchema>;

/** `DELETE /v1/syncs/{id}` of an entry that is on its way, or may have been. */
export const cancellingSchema = v.object({ status: v.literal('cancelling') });

export const statusCountsSchema = v.object({
  pending: v.number(),
  processing: v.number(),
  processed: v.number(),
  error: v.number(),
});
export type StatusCounts = v.InferOutput<typeof statusCountsSchema>;

/** `GET /v1/syncs/summary`. `secondsLeft` estimates the time until nothing is pending, from the measured rate. */
export const syncSummarySchema = v.object({
  counts: statusCountsSchema,
  integrations: v.array(
    v.object({
      integrationId: id,
      name: v.string(),
      provider: v.string(),
      status: v.string(),
      error: v.nullable(integrationErrorSchema),
      counts: statusCountsSchema,
      secondsLeft: v.nullable(v.number()),
    }),
  ),
  oldestPendingAt: v.nullable(time),
  secondsLeft: v.nullable(v.number()),
  needsAttention: v.array(id),
});
export type SyncSummary = v.InferOutput<typeof syncSummarySchema>;

/** `GET /v1/syncs/summary` query. */
export const summaryQuerySchema = v.strictObject({ integrationId: v.optional(id) });
