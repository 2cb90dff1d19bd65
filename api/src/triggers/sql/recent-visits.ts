import type { DataSource } from 'typeorm';

/** A visit as a trigger looks at it. */
export interface RecentVisit {
  id: string;
  companyId: string;
  at: Date;
  page: string | null;
  number: number;
  previousAt: Date | null;
}

/** Visits looked through for the companies. */
const LOOKED_THROUGH = 5_000;

/** The visits of the companies that visited last, oldest first. */
export async function recentVisits(
  database: DataSource,
  workspaceId: string,
  companies: number,
): Promise<RecentVisit[]> {
  return database.query(
    `with recent as materialized (
       select id, company_id, at, page, number, previous_at from visit
       where workspace_id = $1 order by at desc limit ${LOOKED_THROUGH}),
     latest as (select company_id from recent group by company_id order by max(at) desc limit $2)
     select r.id, r.company_id as "companyId", r.at, r.page, r.number, r.previous_at as "previousAt"
     from recent r join latest using (company_id) order by r.at, r.number`,
    [workspaceId, companies],
  );
}
