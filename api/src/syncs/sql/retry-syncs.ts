import type { ParsedRetryChoice } from '@integration-queue/shared/retry';
import type { EntityManager } from 'typeorm';
import { COMPANY_JSON } from '../../companies/sql/read-companies.js';
import type { EntryAnswer } from './delete-syncs.js';

/** `conflict`: its integration was disconnected. `mapping_version_gone`: nothing tells which mapping it was sent with. */
export type RetryResult = 'retried' | 'sync_not_in_error' | 'conflict' | 'mapping_version_gone';

/** Of a failed entry `s`: it is looked up before it is sent again, so it keeps the data it was sent with. */
export const KEEPS_DATA = `(s.maybe_sent and s.error_code is distinct from 'outcome_unknown')`;

/**
 * Sends failed entries again, as they stand in line; with `anyway` those that were skipped as well. The count of attempts
 * starts anew, or an entry that was given up would be given up again at its first failure. `maybe_sent` is kept, so it is
 * looked up before it is sent again; where the CRM cannot be asked, it is the person who says so. What may have arrived
 * keeps its data: a look-up that finds it would take today's for what was sent.
 */
export async function retrySyncs(
  transaction: EntityManager,
  workspaceId: string,
  ids: string[],
  { mapping, data, anyway = false }: Omit<ParsedRetryChoice, 'anyway'> & Partial<ParsedRetryChoice> = {
    mapping: 'current',
    data: 'as_sent',
  },
): Promise<EntryAnswer<RetryResult>[]> {
  return transaction.query(
    `with target as materialized (
       select s.id, s.integration_id, i.provider, case
           when i.deleted_at is not null then 'conflict'
           when s.status <> 'error' and not ($5 and s.skip_code is not null) then 'sync_not_in_error'
           when $3 and not exists (select 1 from mapping m where m.integration_id = s.integration_id
             and m.object = s.object and m.version = s.mapping_version) then 'mapping_version_gone'
           else 'retried' end as result,
         ${KEEPS_DATA} as maybe_sent
       from sync s join integration i on i.id = s.integration_id
       where s.workspace_id = $1 and s.id = any($2) and s.status <> 'deleted' order by s.id for update of s),
     today as materialized (
       select t.id, c.name, c.domain, ${COMPANY_JSON}
       from target t join sync s on s.id = t.id join company c on c.id = s.company_id
       where $4 and t.result = 'retried' and not t.maybe_sent),
     retried as (
       update sync s set status = 'pending', reason = null, run_at = now(), attempts = 0, maybe_sent = t.maybe_sent,
         pinned_mapping = case when $3 then s.mapping_version end,
         source = case when d.id is null then s.source else jsonb_set(s.source, '{company}', d.company) end,
         company_name = coalesce(d.name, s.company_name),
         company_domain = case when d.id is null then s.company_domain else d.domain end,
         error_code = null, error_message = null, error_hint = null, error_field = null, error_crm_message = null,
         error_candidates = null, issue_id = null, skip_code = null, skip_name = null, processed_at = null,
         send_anyway = s.send_anyway or $5, updated_at = now()
       from target t left join today d on d.id = t.id where s.id = t.id and t.result = 'retried')
     select id, integration_id as "integrationId", provider, result from target`,
    [workspaceId, ids, mapping === 'as_sent', data === 'current', anyway],
  );
}
