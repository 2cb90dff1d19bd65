import * as v from 'valibot';

/** Pieces every schema is made of. */
export const id = v.pipe(v.string(), v.uuid('must be a UUID'));
export const time = v.pipe(
  v.string(),
  v.isoTimestamp('must be an ISO 8601 time such as 2026-01-31T12:00:00Z'),
  v.check(isDay, 'must be a day that exists'),
);
export const date = v.pipe(
  v.string(),
  v.isoDate('must be a date such as 2026-01-31'),
  v.check(isDay, 'must be a day that exists'),
);
/** JSON has 1e999, which JavaScript reads as infinite. */
export const finiteNumber = v.pipe(v.number(), v.finite('must be a number'));
/** Text of 1 to `max` characters, trimmed. */
export const text = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must have at most ${max} characters`),
  );
export const httpUrl = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(2000, 'must have at most 2000 characters'),
  v.regex(/^https?:\/\/\S+$/i, 'must start with http:// or https://'),
);
/** Answers keep what the database has, so they are read without limits. */
export const nullable = v.nullable;

/** A page of a list: `nextCursor` is null on the last one. */
export const page = <T extends v.GenericSchema>(item: T) =>
  v.object({ items: v.array(item), nextCursor: v.nullable(v.string()) });

/** `limit` and `cursor` of a list, as they come in a query string. */
export const pageQuery = {
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d+$/, 'must be a whole number'),
      v.transform(Number),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(200, 'must be at most 200'),
    ),
    '50',
  ),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(500))),
};

/** JavaScript takes 31 February for 3 March, and no database takes the year 0. What is no day at all was refused before. */
function isDay(text: string): boolean {
  const day = text.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || (day >= '0001' && new Date(time).toISOString().startsWith(day));
}
