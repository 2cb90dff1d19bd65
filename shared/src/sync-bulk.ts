import * as v from 'valibot';
import { id } from './fields.js';
import { retryChoiceEntries } from './retry.js';
import { syncFilterEntries } from './sync.js';

/** Which entries an action is about: by ids, or all that match a filter. */
export const selectionEntries = {
  ids: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(1000, 'must have at most 1000 ids'))),
  filter: v.optional(v.strictObject(syncFilterEntries)),
};
export type SyncSelection = v.InferOutput<v.StrictObjectSchema<typeof selectionEntries, undefined>>;

/**
 * With `limit` only so many of a filter, oldest first, after the entry `after`: the next slice begins `after` the `next` of
 * the last answer, so that what fails again meanwhile is not sent a second time, and whoever stops asking has stopped the
 * rest.
 */
const sliceEntries = {
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
  after: v.optional(id),
};
type Slice = {
  ids?: unknown;
  filter?: unknown;
  limit?: unknown;
  after?: unknown;
};
const isOneSelection = ({ ids, filter }: Slice) => (ids === undefined) !== (filter === undefined);
const isLimitOfFilter = ({ limit, filter }: Slice) => limit === undefined || filter !== undefined;
const isAfterOfLimit = ({ limit, after }: Slice) => after === undefined || limit !== undefined;

/** `POST /v1/syncs/delete`: what to delete, at once or slice by slice. */
export const syncDeletionSchema = v.pipe(
  v.strictObject({ ...selectionEntries, ...sliceEntries }),
  v.check((s) => isOneSelection(s), 'give either ids or filter'),
  v.check((s) => isLimitOfFilter(s), 'limit belongs to filter'),
  v.check((s) => isAfterOfLimit(s), 'after belongs to limit'),
);
export type SyncDeletion = v.InferOutput<typeof syncDeletionSchema>;

/** `POST /v1/syncs/retry`: what to send again, and how; at once or slice by slice. */
export const syncRetrySchema = v.pipe(
  v.strictObject({ ...selectionEntries, ...retryChoiceEntries, ...sliceEntries }),
  v.check((s) => isOneSelection(s), 'give either ids or filter'),
  v.check((s) => isLimitOfFilter(s), 'limit belongs to filter'),
  v.check((s) => isAfterOfLimit(s), 'after belongs to limit'),
);
export type SyncRetry = v.InferInput<typeof syncRetrySchema>;
export type ParsedSyncRetry = v.InferOutput<typeof syncRetrySchema>;

/**
 * `refused` names at most 1,000 entries; `matched - done` is how many there are. Of a slice (`limit`): `left` is how
 * many that match are still to come, counted up to 100,000, and `next` where to go on, null where nothing is left.
 */
export const bulkAnswerSchema = v.object({
  matched: v.number(),
  done: v.number(),
  refused: v.array(v.object({ id, code: v.string() })),
  left: v.optional(v.number()),
  next: v.optional(v.nullable(id)),
});
export type BulkAnswer = v.InferOutput<typeof bulkAnswerSchema>;
