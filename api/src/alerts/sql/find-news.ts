import type { AlertTopic } from '@integration-queue/shared/alert-choices';
import type { DataSource } from 'typeorm';

/** Minutes for which nothing new is told of a subject after something was: one that flaps is told once in that time. */
export const QUIET_MINUTES = 15;

/** A subject that is otherwise than an alert told last. */
export interface News {
  alertId: string;
  topic: AlertTopic;
  subjectId: string;
  /** How it is now; `fine`, `over` and `on` are those of which nothing need have been told. */
  level: 'needs_attention' | 'fine' | 'open' | 'over' | 'off' | 'on';
  /** Of the integration; of a webhook its address. */
  name: string;
  object: string | null;
  message: string | null;
  hint: string | null;
  /** Entries in error because of it, counted up to 10,000. */
  count: number | null;
  /** Whether how it was before went out in a message, and is over: muted is not. */
  wasTold: boolean;
}

/** What an alert could be about, as it is now, and as it was before anything was told. */
const LEVELS = `
  select 'integration' as topic, i.id as "subjectId", 'fine' as before,
    case when coalesce(i.paused_from, i.status) = 'needs_attention' then 'needs_attention' else 'fine' end as level,
    i.name, null as object, i.error_message as message, i.error_hint as hint, false as muted
  from integration i where i.workspace_id = a.workspace_id and i.deleted_at is null and 'integration' = any(a.about)
  union all
  select 'issue', g.id, 'over', case when g.state = 'open' and exists (
      select 1 from sync s where s.issue_id = g.id and s.status = 'error') then 'open' else 'over' end,
    i.name, g.object, coalesce(g.crm_message, g.message), g.hint, g.state = 'muted'
  from issue g join integration i on i.id = g.integration_id and i.deleted_at is null
  where g.workspace_id = a.workspace_id and 'issue' = any(a.about)
  union all
  select 'webhook', w.id, 'on', case when not w.enabled and w.disabled_reason <> 'by_person' then 'off' else 'on' end,
    w.url, null, null, null, false
  from webhook w where w.workspace_id = a.workspace_id and 'webhook' = any(a.about)`;

/**
 * News for alerts whose turn it is: of one that is held, or of all that nobody holds, in these workspaces or everywhere.
 */
export async function findNews(
  database: DataSource,
  { heldId = null, workspaceIds = null }: { heldId?: string | null; workspaceIds?: string[] | null },
): Promise<News[]> {
  return database.query<News[]>(
    `select a.id as "alertId", l.topic, l."subjectId", l.level, l.name, l.object, l.message, l.hint,
       case when l.level = 'open' then (select count(*)::int from (
         select 1 from sync s where s.issue_id = l."subjectId" and s.status = 'error' limit 10000) e) end as count,
       not l.muted and coalesce(t.told_at > '-infinity', false) as "wasTold"
     from alert a
     cross join lateral (${LEVELS}) l
     left join alert_told t on t.alert_id = a.id and t.subject_id = l."subjectId"
     where a.enabled and case when $1::uuid is null
         then a.next_at <= now() and (a.lease_until is null or a.lease_until < now()) else a.id = $1 end
       and ($2::uuid[] is null or a.workspace_id = any($2))
       and l.level <> coalesce(t.level, l.before)
       and (t.told_at is null or t.told_at <= now() - interval '${QUIET_MINUTES} minutes')
     order by a.id, l.topic, l.name, l."subjectId"`,
    [heldId, workspaceIds],
  );
}
