import type { StatusCounts } from '@integration-queue/shared/sync';
import type { DataSource, EntityManager } from 'typeorm';

/** Exact counts per status of every integration of a workspace: the counters and what was not folded into them yet. */
export async function countSyncs(
  database: DataSource | EntityManager,
  workspaceId: string,
): Promise<Map<string, StatusCounts>> {
  const rows = await database.query<{ integrationId: string; status: keyof StatusCounts; n: number }[]>(
    `select integration_id as "integrationId", status, sum(n)::float8 as n from (
       select integration_id, status, n from sync_count where workspace_id = $1
       union all
       select integration_id, status, n from sync_count_delta where workspace_id = $1) c
     where status <> 'deleted' group by 1, 2`,
    [workspaceId],
  );
  const counts = new Map<string, StatusCounts>();
  for (const { integrationId, status, n } of rows)
    counts.set(integrationId, { ...NO_SYNCS, ...counts.get(integrationId), [status]: n });
  return counts;
}

export const NO_SYNCS: StatusCounts = { pending: 0, processing: 0, processed: 0, error: 0 };
