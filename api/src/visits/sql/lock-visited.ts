import type { EntityManager } from 'typeorm';
import type { KnownCompany } from '../../companies/register.js';

/**
 * Companies as they are now, kept from being changed by others until the transaction ends, in the order of their ids. What
 * other calls do to the same company thus comes before all of this one or after it. Fetched id by id, as `findCompanies`
 * does, and for its reason.
 */
export async function lockVisited(
  transaction: EntityManager,
  workspaceId: string,
  ids: string[],
): Promise<Map<string, KnownCompany>> {
  const rows = await transaction.query<KnownCompany[]>(
    `select c.id, c.external_id as "externalId", c.name, c.domain, c.data, c.created_at as "createdAt",
       c.updated_at as "updatedAt", null as line
     from (select distinct id from unnest($2::uuid[]) as id order by id) visited cross join lateral (
       select * from company where company.id = visited.id and workspace_id = $1 for no key update) c`,
    [workspaceId, ids],
  );
  return new Map(rows.map((company) => [company.id, company]));
}
