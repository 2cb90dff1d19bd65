import type { EntityManager } from 'typeorm';
import type { Candidate } from '../candidate.js';
import type { KnownCompany } from '../register.js';

/**
 * Every company one of the candidates could be; of several with one name the oldest, and rather one without an external id.
 * `locked` keeps them from being changed by others, in the order of their ids, and reads them as they are then.
 *
 * Rows are fetched id by id (what stands behind `lateral` cannot be turned into another join): for 1,000 candidates the
 * planner would rather read all companies of a table of 60,000, ten times slower.
 */
export async function findCompanies(
  transaction: EntityManager,
  workspaceId: string,
  candidates: Candidate[],
  { importId, locked }: { importId: string | null; locked: boolean },
): Promise<KnownCompany[]> {
  const named = candidates.filter(({ externalId, domain }) => externalId === null && domain === null);
  return transaction.query<KnownCompany[]>(
    `with candidate as materialized (
       select id from company where workspace_id = $1 and external_id = any($2)
       union
       select id from company where workspace_id = $1 and domain = any($3)
       union
       (select distinct on (lower(name)) id from company
        where workspace_id = $1 and domain is null and lower(name) = any(array(select lower(n) from unnest($4::text[]) n))
        order by lower(name), external_id is not null, id))
     select c.id, c.external_id as "externalId", c.name, c.domain, c.data, c.created_at as "createdAt",
       c.updated_at as "updatedAt",
       (select l.line from import_line l where l.import_id = $5 and l.company_id = c.id) as line
     from (select id from candidate order by id) found cross join lateral (
       select * from company where company.id = found.id ${locked ? 'for no key update' : 'offset 0'}) c`,
    [
      workspaceId,
      candidates.flatMap(({ externalId }) => externalId ?? []),
      candidates.flatMap(({ domain }) => domain ?? []),
      named.map(({ name }) => name),
      importId,
    ],
  );
}
