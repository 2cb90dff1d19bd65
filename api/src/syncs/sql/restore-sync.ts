import type { EntityManager } from 'typeorm';
import type { EntryAnswer } from './delete-syncs.js';

export type RestoreResult = 'restored' | 'sync_not_deleted' | 'conflict';

/**
 * Undoes a delete: the entry is what it was. A request to delete that is still open is taken back. What belongs to a
 * disconnected integration stays deleted: nobody would ever send it.
 */
export async function restoreSync(
  transaction: EntityManager,
  workspaceId: string,
  id: string,
): Promise<EntryAnswer<RestoreResult> | null> {
  const rows = await transaction.query<EntryAnswer<RestoreResult>[]>(
    `with target as materialized (
       select s.id, s.status, s.cancel_requested, s.integration_id, i.provider, i.deleted_at is not null as disconnected
       from sync s join integration i on i.id = s.integration_id
       where s.workspace_id = $1 and s.id = $2 for update of s),
     restored as (
       update sync s set status = case when t.status = 'deleted' then coalesce(s.deleted_from, 'pending') else s.status end,
         deleted_from = null, cancel_requested = false,
         run_at = case when s.waits_for is not null then 'infinity'::timestamptz else greatest(s.run_at, now()) end, updated_at = now()
       from target t where s.id = t.id and not t.disconnected and (t.status = 'deleted' or t.cancel_requested)
       returning s.id)
     select t.id, t.integration_id as "integrationId", t.provider,
       case when exists (select 1 from restored) then 'restored' when t.disconnected then 'conflict'
         else 'sync_not_deleted' end as result
     from target t`,
    [workspaceId, id],
  );
  return rows[0] ?? null;
}
