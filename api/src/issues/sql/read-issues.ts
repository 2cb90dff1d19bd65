import type { Issue } from '@integration-queue/shared/issue';
import type { DataSource } from 'typeorm';
import type { IssuePlace } from '../issue-place.js';
import { fieldLabel } from '../../integrations/schema-watch/sql/field-label.js';

const EXAMPLES = 5;

/** Which issues, and from where on. `limit`: 1 to 201. */
export interface IssueSlice {
  id?: string;
  integrationId?: string | undefined;
  state?: string | undefined;
  limit: number;
  after?: IssuePlace | null;
}

interface IssueRow extends Omit<Issue, 'firstSeenAt' | 'lastSeenAt'> {
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/**
 * Issues of a workspace with what they keep in error, most entries first. Without a state: those that still have entries
 * and are not resolved. Counts and examples come from the index on entries in error alone.
 */
export async function readIssues(
  database: DataSource,
  workspaceId: string,
  { id, integrationId, state, limit, after = null }: IssueSlice,
): Promise<Issue[]> {
  const rows = await database.query<IssueRow[]>(
    `select g.id, g.integration_id as "integrationId", i.name as "integrationName", i.provider, g.object, g.code,
       nullif(g.field, '') as field, ${fieldLabel('g', `nullif(g.field, '')`)} as "fieldLabel", g.message, g.hint, g.crm_message as "crmMessage", g.state, e.count::int as count,
       g.first_seen_at as "firstSeenAt", g.last_seen_at as "lastSeenAt", coalesce(x.examples, '[]'::jsonb) as examples
     from issue g
     join integration i on i.id = g.integration_id and i.deleted_at is null
     cross join lateral (
       select count(*) as count from sync s where s.issue_id = g.id and s.status = 'error') e
     cross join lateral (
       select jsonb_agg(jsonb_build_object('syncId', n.id, 'company', n.company_name)) as examples from (
         select s.id, s.company_name from sync s where s.issue_id = g.id and s.status = 'error' order by s.id desc limit ${EXAMPLES}) n) x
     where g.workspace_id = $1 and ($2::uuid is null or g.id = $2) and ($3::uuid is null or g.integration_id = $3)
       and ($2::uuid is not null or case when $4::text is null then g.state <> 'resolved' and e.count > 0 else g.state = $4 end)
       and ($5::int is null or (-e.count, g.id) > (-$5::int, $6::uuid))
     order by e.count desc, g.id limit $7`,
    [workspaceId, id ?? null, integrationId ?? null, state ?? null, after?.count ?? null, after?.id ?? null, limit],
  );
  return rows.map(({ firstSeenAt, lastSeenAt, ...issue }) => ({
    ...issue,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }));
}
