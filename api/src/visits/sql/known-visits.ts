import type { EntityManager } from 'typeorm';
import type { NewVisit } from '../visit.js';

/** Visits that were stored before, by `company:caller's id`. Needs the companies locked, or a twin may come in between. */
export async function knownVisits(transaction: EntityManager, visits: NewVisit[]): Promise<Map<string, string>> {
  const named = visits.filter(({ visitId }) => visitId !== null);
  if (named.length === 0) return new Map();
  const rows = await transaction.query<{ key: string; id: string }[]>(
    `select v.company_id || ':' || v.visit_id as key, v.id
     from unnest($1::uuid[], $2::text[]) as r(company_id, visit_id)
     join visit v on v.company_id = r.company_id and v.visit_id = r.visit_id`,
    [named.map(({ companyId }) => companyId), named.map(({ visitId }) => visitId)],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}
