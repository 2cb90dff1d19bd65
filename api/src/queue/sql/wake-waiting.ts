import type { DataSource } from 'typeorm';
import { CHANGE_CHANNEL } from '../../events/notify.js';

/**
 * Deals and tasks whose company is in the CRM go on: it was processed while they were being accepted, or another sync of it
 * was. Those whose company's sync was deleted end in error, since nothing would ever wake them. One whose company is in
 * error waits on: a retry of the company wakes it. Several processes may do this at once.
 */
export async function wakeWaiting(database: DataSource, limit: number): Promise<void> {
  await database.query(
    `with ready as materialized (
       select w.id, c.status = 'deleted' and r.crm_id is null as orphaned
       from sync w
       join sync c on c.id = w.waits_for
       left join crm_record r
         on r.integration_id = w.integration_id and r.object = 'company' and r.record_key = w.company_id::text
       where w.waits_for is not null and w.status = 'pending'
         and (c.status in ('processed', 'deleted') or r.crm_id is not null)
       limit $1 for update of w skip locked),
     woken as (
       update sync w set
         status = case when orphaned then 'error' else 'pending' end,
         error_code = case when orphaned then 'company_failed' end,
         error_message = case when orphaned then 'The company this belongs to was not sent' end,
         error_hint = case when orphaned then 'Send the company, then retry' end,
         reason = null, waits_for = null, run_at = now(), updated_at = now()
       from ready where w.id = ready.id
       returning w.id, w.workspace_id, w.integration_id)
     select pg_notify('${CHANGE_CHANNEL}', jsonb_build_object('workspaceId', workspace_id, 'integrationId', integration_id,
       'syncIds', (array_agg(id))[1:100], 'refetch', count(*) > 100, 'integration', false)::text)
     from woken group by workspace_id, integration_id`,
    [limit],
  );
}
