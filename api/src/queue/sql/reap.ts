import type { DataSource } from 'typeorm';
import { CHANGE_CHANNEL } from '../../events/notify.js';
import { MOST_ATTEMPTS } from '../backoff.js';
import { UUID_V7 } from './uuid-v7.js';

/**
 * Takes back rows whose holder died: their row lease ran out. `maybe_sent` stays, so they are looked up before they are
 * sent again. A reaped attempt counts, and the last one ends in error: a row that kills its worker would do so for ever.
 * A row a person deleted meanwhile and that had not left is deleted.
 */
export async function reap(database: DataSource, limit: number): Promise<number> {
  const rows = await database.query<{ reaped: number }[]>(
    `with dead as materialized (
       select id, cancel_requested and not maybe_sent as gone,
         attempts + 1 >= ${MOST_ATTEMPTS} and (maybe_sent or not cancel_requested) as hopeless
       from sync where status = 'processing' and lease_until < now()
       order by lease_until limit $1 for update skip locked),
     reaped as (
       update sync s set
         status = case when gone then 'deleted' when hopeless then 'error' else 'pending' end,
         deleted_from = case when gone then 'pending' end,
         cancel_requested = cancel_requested and not (gone or hopeless),
         reason = case when not (gone or hopeless) then 'retrying' end,
         error_code = case when hopeless then 'gave_up' end,
         error_message = case when hopeless then '${MOST_ATTEMPTS} attempts failed: the last one was interrupted' end,
         error_hint = case when hopeless then 'Retry; it is looked up first' end,
         run_at = now(), attempts = attempts + 1, claim = null, lease_until = null, updated_at = now()
       from dead where s.id = dead.id
       returning s.id, s.workspace_id, s.integration_id, s.attempts),
     attempted as (
       insert into attempt (id, workspace_id, sync_id, number, started_at, outcome)
       select ${UUID_V7}, workspace_id, id, attempts, now(), 'interrupted' from reaped),
     told as materialized (
       select pg_notify('${CHANGE_CHANNEL}', jsonb_build_object('workspaceId', workspace_id, 'integrationId', integration_id,
         'syncIds', (array_agg(id))[1:100], 'refetch', count(*) > 100, 'integration', false)::text)
       from reaped group by workspace_id, integration_id)
     select (select count(*) from reaped)::int as reaped from (select count(*) from told) t`,
    [limit],
  );
  return rows[0]?.reaped ?? 0;
}
