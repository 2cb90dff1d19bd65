import type { EntityManager } from 'typeorm';
import type { NewVisit } from '../visit.js';

/** Stores visits whose companies are locked. */
export async function insertVisits(transaction: EntityManager, workspaceId: string, visits: NewVisit[]): Promise<void> {
  if (visits.length === 0) return;
  await transaction.query(
    `insert into visit (id, workspace_id, company_id, visit_id, at, page, url, number, previous_at)
     select r.id, $1, r.company_id, r.visit_id, r.at, r.page, r.url, r.number, r.previous_at
     from jsonb_to_recordset($2::jsonb) as r(id uuid, company_id uuid, visit_id text, at timestamptz, page text, url text,
       number int, previous_at timestamptz)`,
    [
      workspaceId,
      JSON.stringify(
        visits.map(({ id, companyId, visitId, at, page, url, number, previousAt }) => ({
          id,
          company_id: companyId,
          visit_id: visitId,
          at,
          page,
          url,
          number,
          previous_at: previousAt,
        })),
      ),
    ],
  );
}
