import type { StatusCounts, SyncSummary } from '@integration-queue/shared/sync';
import type { DataSource } from 'typeorm';
import { type ErrorRow, readError } from '../../integrations/read-error.js';
import { notFound } from '../../ops/app-problem.js';
import { countSyncs, NO_SYNCS } from './count-syncs.js';

interface IntegrationRow extends ErrorRow {
  id: string;
  name: string;
  provider: string;
  status: string;
  settled_per_second: number | null;
  oldest: Date | null;
}

/** Counts per status, in all and per integration, with what needs attention and the time left. */
export async function readSummary(
  database: DataSource,
  workspaceId: string,
  integrationId?: string,
): Promise<SyncSummary> {
  const rows = await database.query<IntegrationRow[]>(
    `select i.id, i.name, i.provider, i.status, i.error_code, i.error_message, i.error_hint, i.error_since, i.settled_per_second,
       case when i.error_code is null then '[]' else coalesce(c.problems, '[]') end as problems,
       (select s.initiated_at from sync s where s.workspace_id = $1 and s.integration_id = i.id and s.status = 'pending'
        order by s.id limit 1) as oldest
     from integration i left join schema_check c on c.integration_id = i.id
     where i.workspace_id = $1 and i.deleted_at is null and ($2::uuid is null or i.id = $2) order by i.id`,
    [workspaceId, integrationId ?? null],
  );
  if (integrationId !== undefined && rows.length === 0) throw notFound('integration');
  const counted = await countSyncs(database, workspaceId);
  const integrations = rows.map((row) => {
    const counts = counted.get(row.id) ?? NO_SYNCS;
    return {
      integrationId: row.id,
      name: row.name,
      provider: row.provider,
      status: row.status,
      error: readError(row),
      counts,
      secondsLeft: secondsLeft(row, counts),
    };
  });
  const oldest = rows.flatMap((row) => (row.oldest ? [row.oldest.getTime()] : []));
  const left = integrations.flatMap((integration) => integration.secondsLeft ?? []);
  return {
    // In all: what a disconnected integration processed is in the list too.
    counts: (integrationId === undefined ? [...counted.values()] : integrations.map(({ counts }) => counts)).reduce(
      add,
      NO_SYNCS,
    ),
    integrations,
    oldestPendingAt: oldest.length > 0 ? new Date(Math.min(...oldest)).toISOString() : null,
    secondsLeft: left.length > 0 ? Math.max(...left) : null,
    needsAttention: rows
      .filter(({ status, error_code }) => status === 'needs_attention' || error_code !== null)
      .map(({ id }) => id),
  };
}

/** From the rate the last ticks reached, which has the CRM's limit in it. Unknown while nothing moves. */
function secondsLeft(
  { status, settled_per_second: rate }: IntegrationRow,
  { pending, processing }: StatusCounts,
): number | null {
  const waiting = pending + processing;
  if (waiting === 0 || status !== 'active' || !rate) return null;
  return Math.ceil(waiting / rate);
}

function add(a: StatusCounts, b: StatusCounts): StatusCounts {
  return {
    pending: a.pending + b.pending,
    processing: a.processing + b.processing,
    processed: a.processed + b.processed,
    error: a.error + b.error,
  };
}
