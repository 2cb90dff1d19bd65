import type { DataSource } from 'typeorm';

const KEPT_DAYS = 30;

/** Forgets messages that are older than a month, the oldest first. Answers how many it were. */
export async function forgetOldDeliveries(database: DataSource, limit: number): Promise<number> {
  const [, count] = await database.query<[unknown, number]>(
    `delete from webhook_delivery where seq in (
       select seq from (select seq, occurred_at from webhook_delivery order by seq limit $1) oldest
       where occurred_at < now() - interval '${KEPT_DAYS} days')`,
    [limit],
  );
  return count;
}
