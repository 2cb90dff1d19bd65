import type { CompanyCrmState } from '@integration-queue/shared/company';
import type { DataSource } from 'typeorm';

interface StateRow extends Omit<CompanyCrmState, 'at'> {
  at: Date | null;
}

/**
 * Where a company stands in each connected CRM: its newest sync decides, apart from those that were skipped; where there is
 * none (any more), the record it is linked to.
 */
export async function companyCrmStates(
  database: DataSource,
  workspaceId: string,
  companyId: string,
): Promise<CompanyCrmState[]> {
  const rows = await database.query<StateRow[]>(
    `select i.id as "integrationId", i.name, i.provider,
       coalesce(s.status, case when r.crm_id is not null then 'processed' else 'absent' end) as state,
       s.id as "syncId", coalesce(r.url, s.crm_url) as url,
       coalesce(s.processed_at, s.initiated_at, r.synced_at) as at, s.trigger_name as by
     from integration i
     left join lateral (
       select * from sync where company_id = $2 and integration_id = i.id and object = 'company' and status <> 'deleted'
         and skip_code is null
       order by id desc limit 1) s on true
     left join crm_record r on r.integration_id = i.id and r.object = 'company' and r.record_key = $2::text
     where i.workspace_id = $1 and i.deleted_at is null order by i.id`,
    [workspaceId, companyId],
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at?.toISOString() ?? null }));
}
