import type { MatchChoice } from '@integration-queue/shared/match';
import type { EntityManager } from 'typeorm';
import type { EntryAnswer } from './delete-syncs.js';

/** `no_candidate`: the record is none of those the entry offers. `conflict`: its integration was disconnected. */
export type MatchResult = 'matched' | 'no_candidate' | 'sync_not_ambiguous' | 'conflict';

/**
 * Ends an ambiguous match by a person's choice, and sends the entry again. A chosen record becomes the company's link, so
 * every later sync of it goes there too; that a new one is wanted is kept with the entry alone until there is one.
 */
export async function matchSync(
  transaction: EntityManager,
  workspaceId: string,
  id: string,
  { crmId }: MatchChoice,
): Promise<EntryAnswer<MatchResult> | null> {
  const rows = await transaction.query<EntryAnswer<MatchResult>[]>(
    `with target as materialized (
       select s.id, s.integration_id, s.object, s.record_key, i.provider, candidate.url,
         case when i.deleted_at is not null then 'conflict'
           when s.status <> 'error' or s.error_code is distinct from 'ambiguous_match' then 'sync_not_ambiguous'
           when $3::text is not null and candidate.id is null then 'no_candidate'
           else 'matched' end as result
       from sync s join integration i on i.id = s.integration_id
       left join lateral jsonb_to_recordset(s.error_candidates) as candidate(id text, url text) on candidate.id = $3
       where s.workspace_id = $1 and s.id = $2 and s.status <> 'deleted' for update of s),
     linked as (
       insert into crm_record (workspace_id, integration_id, object, record_key, crm_id, url)
       select $1, integration_id, object, record_key, $3, url from target where result = 'matched' and $3::text is not null
       on conflict (integration_id, object, record_key) do update set crm_id = excluded.crm_id, url = excluded.url),
     sent as (
       update sync s set status = 'pending', reason = null, run_at = now(), attempts = 0, create_new = $3::text is null,
         error_code = null, error_message = null, error_hint = null, error_field = null, error_crm_message = null,
         error_candidates = null, issue_id = null, updated_at = now()
       from target t where s.id = t.id and t.result = 'matched')
     select id, integration_id as "integrationId", provider, result from target`,
    [workspaceId, id, crmId],
  );
  return rows[0] ?? null;
}
