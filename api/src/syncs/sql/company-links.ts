import type { EntityManager } from 'typeorm';

/** How a company stands in an integration: linked to a CRM record, or with an unfinished sync, or neither. */
export interface CompanyLink {
  linked: boolean;
  unfinishedSyncId: string | null;
}

/** Asked for deals and tasks, which wait for their company. By `integration:company`. */
export async function companyLinks(
  transaction: EntityManager,
  workspaceId: string,
  pairs: { integrationId: string; companyId: string }[],
): Promise<Map<string, CompanyLink>> {
  const rows = await transaction.query<({ key: string } & CompanyLink)[]>(
    `select r.integration_id || ':' || r.company_id as key,
       exists (select 1 from crm_record c where c.workspace_id = $1 and c.integration_id = r.integration_id
         and c.object = 'company' and c.record_key = r.company_id::text) as linked,
       (select s.id from sync s where s.workspace_id = $1 and s.integration_id = r.integration_id and s.object = 'company'
         and s.record_key = r.company_id::text and s.status in ('pending', 'processing') order by s.id limit 1) as "unfinishedSyncId"
     from unnest($2::uuid[], $3::uuid[]) as r(integration_id, company_id)`,
    [workspaceId, pairs.map((pair) => pair.integrationId), pairs.map((pair) => pair.companyId)],
  );
  return new Map(rows.map(({ key, ...link }) => [key, link]));
}
