import type { EntityManager } from 'typeorm';
import type { NewVisit } from '../visit.js';

/** For each visit, by its id: when the stored visit before it was. */
export async function earlierVisits(transaction: EntityManager, visits: NewVisit[]): Promise<Map<string, Date>> {
  if (visits.length === 0) return new Map();
  const rows = await transaction.query<{ id: string; at: Date }[]>(
    `select r.id, e.at from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as r(id, company_id, at)
     cross join lateral (
       select v.at from visit v where v.company_id = r.company_id and v.at <= r.at order by v.at desc limit 1) e`,
    [visits.map(({ id }) => id), visits.map(({ companyId }) => companyId), visits.map(({ at }) => at)],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}
