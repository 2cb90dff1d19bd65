import * as v from 'valibot';
import { date, id, time } from './fields.js';
import { statusCountsSchema, syncFilterEntries } from './sync.js';

/** `GET /v1/syncs/count`: the filters of the list. */
export const syncCountQuerySchema = v.strictObject(syncFilterEntries);

/**
 * How many entries match a filter, by status. What the kept counts cannot tell is counted up to 100,000: beyond that
 * `isExact` is false and there are more than `counts` say.
 */
export const syncCountSchema = v.object({ counts: statusCountsSchema, isExact: v.boolean() });
export type SyncCount = v.InferOutput<typeof syncCountSchema>;

/** Most days of one answer of `GET /v1/syncs/days`. */
export const MOST_DAYS = 92;

/**
 * `GET /v1/syncs/days`: the days from the one `from` is in to the one `to` is in; where they are absent, the last 30. A day
 * begins at midnight in `timeZone` (IANA name, `UTC` where absent). Of a longer time the last 92 days are told.
 */
export const syncDaysQuerySchema = v.strictObject({
  integrationId: v.optional(id),
  from: v.optional(time),
  to: v.optional(time),
  timeZone: v.optional(v.pipe(v.string(), v.check(isTimeZone, 'must be a time zone such as Europe/Berlin')), 'UTC'),
});
export type SyncDaysQuery = v.InferOutput<typeof syncDaysQuerySchema>;

/** One day: what was initiated in it and is processed, or in error, by now. Days without entries are there too. */
export const syncDaySchema = v.object({ date, processed: v.number(), error: v.number() });
export type SyncDay = v.InferOutput<typeof syncDaySchema>;
export const syncDaysSchema = v.object({ items: v.array(syncDaySchema) });
export type SyncDays = v.InferOutput<typeof syncDaysSchema>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // An offset is none: Postgres reads its sign the other way round.
    return /^[a-z]/i.test(name);
  } catch {
    return false;
  }
}
