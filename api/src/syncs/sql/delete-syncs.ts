import type { Provider } from '@integration-queue/shared/vocabulary';
import type { EntityManager } from 'typeorm';

/** What an action made of one entry, and whom to ring. */
export interface EntryAnswer<R extends string> {
  id: string;
  integrationId: string;
  provider: Provider;
  result: R;
}

export type DeleteResult = 'deleted' | 'cancelling' | 'sync_already_processed';

/**
 * Deletes what is certain not to be in the CRM; asks for it where that is not certain: the queue then deletes the entry if
 * it has not left, and looks it up if it may have. One guarded statement answers for every id that exists, so that "gone"
 * and "not yours" need no second look. Rows are locked in the order of their ids: two bulk actions cannot block each other.
 */
export async function deleteSyncs(
  transaction: EntityManager,
  workspaceId: string,
  ids: string[],
): Promise<EntryAnswer<DeleteResult>[]> {
  return transaction.query(
    `with target as materialized (
       select id, status, maybe_sent, integration_id from sync where workspace_id = $1 and id = any($2) order by id for update),
     gone as (
       update sync s set status = 'deleted', deleted_from = t.status, dedupe_key = null, cancel_requested = false, updated_at = now()
       from target t where s.id = t.id and (t.status = 'error' or (t.status = 'pending' and not t.maybe_sent))
       returning s.id),
     asked as (
       update sync s set cancel_requested = true, updated_at = now()
       from target t where s.id = t.id and (t.status = 'processing' or (t.status = 'pending' and t.maybe_sent))
       returning s.id)
     select t.id, t.integration_id as "integrationId", i.provider, case
         when t.status = 'processed' then 'sync_already_processed'
         when exists (select 1 from asked where asked.id = t.id) then 'cancelling'
         else 'deleted' end as result
     from target t join integration i on i.id = t.integration_id
     where (select count(*) from gone) >= 0`,
    [workspaceId, ids],
  );
}
