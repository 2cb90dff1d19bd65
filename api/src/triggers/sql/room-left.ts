import type { EntityManager } from 'typeorm';

/**
 * How often a trigger may fire yet today (UTC). Holds the trigger until the transaction ends: others that would fire it
 * wait, and then count what this one added. Only a trigger with a cap pays for that.
 */
export async function roomLeft(transaction: EntityManager, triggerId: string, dailyCap: number): Promise<number> {
  await transaction.query('select 1 from trigger where id = $1 for no key update', [triggerId]);
  const [row] = await transaction.query<{ fired: number }[]>(
    `select count(*)::int as fired from trigger_firing
     where trigger_id = $1 and fired_at >= date_trunc('day', now(), 'UTC')`,
    [triggerId],
  );
  return Math.max(0, dailyCap - row!.fired);
}
