import type { EntityManager } from 'typeorm';

/**
 * Which of these companies a trigger fired for already: ever, or within so many days. The companies are locked by the
 * caller's transaction, so nobody can fire for one of them in between.
 */
export async function firedBefore(
  transaction: EntityManager,
  triggerId: string,
  companyIds: string[],
  withinDays: number | null,
): Promise<Set<string>> {
  const rows = await transaction.query<{ id: string }[]>(
    `select c.id from unnest($2::uuid[]) as c(id) where exists (
       select 1 from trigger_firing f where f.trigger_id = $1 and f.company_id = c.id
         and ($3::int is null or f.fired_at > now() - make_interval(days => $3)))`,
    [triggerId, companyIds, withinDays],
  );
  return new Set(rows.map(({ id }) => id));
}
