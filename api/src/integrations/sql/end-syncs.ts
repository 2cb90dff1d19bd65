import type { EntityManager } from 'typeorm';

/** Rows of one statement: a queue of a million must not hold its locks, or the clock, for minutes. */
const CHUNK = 5_000;

/**
 * Ends what a disconnected integration leaves undone: what waits and what failed is deleted, since nobody can send it any
 * more; what may have arrived without an answer says so, since nobody can ask any more; what is on its way is asked to stop.
 * Answers the ids of what changed.
 */
export async function endSyncs(
  transaction: EntityManager,
  workspaceId: string,
  integrationId: string,
): Promise<string[]> {
  const ended: string[] = [];
  for (;;) {
    const [rows] = await transaction.query<[{ id: string }[], number]>(
      `update sync s set
         status = case when t.unknown then 'error' when t.status = 'processing' then 'processing' else 'deleted' end,
         deleted_from = case when t.status = 'processing' or t.unknown then null else t.status end,
         cancel_requested = t.status = 'processing', dedupe_key = null, reason = null, waits_for = null, updated_at = now(),
         error_code = case when t.unknown then 'outcome_unknown' else s.error_code end,
         error_message = case when t.unknown then 'The CRM was disconnected before it said whether this arrived'
           else s.error_message end,
         error_hint = case when t.unknown then 'Look in the CRM, then delete this entry' else s.error_hint end
       from (
         select id, status, status = 'pending' and maybe_sent as unknown from sync
         where workspace_id = $1 and integration_id = $2
           and (status = 'pending' or (status = 'error' and error_code is distinct from 'outcome_unknown')
             or (status = 'processing' and not cancel_requested))
         order by id limit ${CHUNK} for update) t
       where s.id = t.id returning s.id`,
      [workspaceId, integrationId],
    );
    ended.push(...rows.map(({ id }) => id));
    if (rows.length < CHUNK) return ended;
  }
}
