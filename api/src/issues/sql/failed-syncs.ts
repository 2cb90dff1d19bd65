import type { DataSource } from 'typeorm';
import { COMPANY_JSON } from '../../companies/sql/read-companies.js';
import type { SourceRecord } from '../../integrations/mapping/apply.js';
import { KEEPS_DATA } from '../../syncs/sql/retry-syncs.js';

/** A failed entry as far as it is needed to try its mapping again; `source` is what a retry would send today. */
export interface FailedSync {
  id: string;
  source: { company: SourceRecord; deal?: SourceRecord; task?: SourceRecord };
  companyCrmId: string | null;
  /** It updates a record that it is linked to. */
  linked: boolean;
}

/** Entries an issue keeps in error, oldest first. */
export async function failedSyncs(
  database: DataSource,
  workspaceId: string,
  issueId: string,
  limit: number,
): Promise<FailedSync[]> {
  return database.query(
    `select s.id, case when c.id is null or ${KEEPS_DATA} then s.source else jsonb_set(s.source, '{company}', c.company) end as source,
       r.crm_id as "companyCrmId",
       exists (select from crm_record o where o.integration_id = s.integration_id and o.object = s.object and o.record_key = s.record_key) as linked
     from sync s
     left join lateral (select c.id, ${COMPANY_JSON} from company c where c.id = s.company_id) c on true
     left join crm_record r on r.integration_id = s.integration_id and r.object = 'company' and r.record_key = s.company_id::text
     where s.workspace_id = $1 and s.issue_id = $2 and s.status = 'error' order by s.id limit $3`,
    [workspaceId, issueId, limit],
  );
}
