import * as v from 'valibot';
import { id, text } from './fields.js';
import { problemItemSchema, problemSchema } from './problem.js';
import { syncInputEntries } from './sync.js';
import { SYNC_STATUSES } from './vocabulary.js';

/** The sender's own name of an item. */
export const itemKeySchema = v.optional(text(255));

/**
 * One line of `POST /v1/syncs/stream`: a send as `POST /v1/syncs` takes it, and the sender's `key` of it. Within 24 hours
 * the same key is the same item: sent again after a stream broke, it is answered with its entry and not sent twice.
 */
export const syncStreamItemSchema = v.strictObject({ key: itemKeySchema, ...syncInputEntries });
export type SyncStreamItem = v.InferInput<typeof syncStreamItemSchema>;

/**
 * What became of one line, in the order of the lines. `accepted`: a new entry; `duplicate`: one that waits already with the
 * same content; `repeated`: this `key` was taken within 24 hours, and its entry's status is `now`; `invalid`: not taken,
 * for these `errors`. `line` counts from 1, blank lines included, which get no answer.
 */
export const syncStreamResultSchema = v.object({
  line: v.number(),
  key: v.nullable(v.string()),
  id: v.nullable(id),
  status: v.picklist(['accepted', 'duplicate', 'repeated', 'invalid']),
  now: v.optional(v.picklist([...SYNC_STATUSES, 'deleted'])),
  errors: v.optional(v.array(problemItemSchema)),
});
export type SyncStreamResult = v.InferOutput<typeof syncStreamResultSchema>;

/**
 * The last line of every answer: how many lines came to what, and the `problem` that ended the stream early, or null. What
 * was answered before is accepted all the same. An answer without this line was cut off on its way.
 */
export const syncStreamEndSchema = v.object({
  end: v.object({ accepted: v.number(), duplicate: v.number(), repeated: v.number(), invalid: v.number() }),
  problem: v.nullable(problemSchema),
});
export type SyncStreamEnd = v.InferOutput<typeof syncStreamEndSchema>;

/** A line of the answer. */
export const syncStreamLineSchema = v.union([syncStreamResultSchema, syncStreamEndSchema]);
export type SyncStreamLine = v.InferOutput<typeof syncStreamLineSchema>;
