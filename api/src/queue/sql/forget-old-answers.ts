import type { DataSource } from 'typeorm';

/** Keys of items one sweep forgets: a stream leaves a million of them, and no statement may hold a table for long. */
const MOST_AT_ONCE = 10_000;

/** Kept answers to an `Idempotency-Key`, and keys of a stream's items, are good for 24 hours. */
export async function forgetOldAnswers(database: DataSource): Promise<void> {
  await database.query(`delete from idempotency where created_at < now() - interval '24 hours'`);
  await database.query(
    `delete from item_key where ctid = any(array(
       select ctid from item_key where created_at < now() - interval '24 hours' limit $1))`,
    [MOST_AT_ONCE],
  );
}
