import type { DataSource } from 'typeorm';
import { type Command, JSON_LINES, UsageError } from './command.js';
import { findWorkspace } from './find-workspace.js';
import { printRows, type Row } from './print-rows.js';

/** Ten years: more is a slip of the hand. */
const MOST_HOURS = 87_600;

export const listStuckCommand: Command = {
  words: 'stuck',
  about: 'what does not move: counts per integration, and since when',
  options: {
    hours: { value: '<hours>', about: 'how long an entry may wait', default: '1' },
    workspace: { value: '<id or name>', about: 'only this workspace' },
    json: JSON_LINES,
  },
  async run({ hours, workspace, json }, { database, out }) {
    const waiting = Number(hours);
    if (!hours?.trim() || !(waiting >= 0 && waiting <= MOST_HOURS))
      throw new UsageError(`--hours takes a number from 0 to ${MOST_HOURS}`);
    const workspaceId = workspace === undefined ? null : await findWorkspace(database, workspace);
    const rows = await readStuck(database, workspaceId, waiting);
    printRows(out, rows, { asJson: json !== undefined, none: 'Nothing is stuck' });
  },
};

/**
 * One row a kind, integration and reason: `lease_ended` for entries whose holder went away in the middle and that nobody
 * took back (no worker runs), `waiting` for entries that are older than `hours`, `needs_attention` for integrations, with
 * the entries that wait for them.
 */
function readStuck(database: DataSource, workspaceId: string | null, hours: number): Promise<Row[]> {
  return database.query<Row[]>(
    `with stuck as (
       select 'lease_ended' as kind, integration_id, count(*)::int as entries, min(lease_until) as since, null as reason
       from sync where status = 'processing' and lease_until < now() and ($1::uuid is null or workspace_id = $1)
       group by integration_id
       union all
       select 'waiting', integration_id, count(*)::int, min(initiated_at), reason
       from sync where status = 'pending' and initiated_at < now() - make_interval(secs => $2::float8 * 3600)
         and ($1::uuid is null or workspace_id = $1)
       group by integration_id, reason
       union all
       select 'needs_attention', i.id,
         (select count(*)::int from sync s where s.integration_id = i.id and s.status = 'pending'), i.error_since, i.error_code
       from integration i
       where i.status = 'needs_attention' and i.deleted_at is null and ($1::uuid is null or i.workspace_id = $1))
     select kind, w.name as workspace, i.name as integration, i.id as "integrationId", i.status, entries, reason,
       to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
     from stuck join integration i on i.id = integration_id join workspace w on w.id = i.workspace_id
     order by stuck.since, kind, i.id`,
    [workspaceId, hours],
  );
}
