import type { DataSource } from 'typeorm';

/**
 * A row is stamped when its transaction begins and seen when it commits: what changed shortly before is told again, for as
 * long as a statement of the API may take.
 */
const OVERLAP = '15 seconds';

/**
 * What changed in a workspace since an event id (microseconds of the database's clock). `more`: there was more than
 * `limit`, or the id lies too far back to tell one by one.
 */
export async function changedSince(
  database: DataSource,
  workspaceId: string,
  since: string,
  limit: number,
): Promise<{ ids: string[]; deletedIds: string[]; more: boolean }> {
  if (!/^\d{15,17}$/.test(since)) return { ids: [], deletedIds: [], more: true };
  const rows = await database.query<{ id: string; deleted: boolean }[]>(
    `select id, status = 'deleted' as deleted from sync
     where workspace_id = $1 and updated_at > to_timestamp($2::float8 / 1000000) - interval '${OVERLAP}'
     order by updated_at limit $3`,
    [workspaceId, since, limit + 1],
  );
  const told = rows.slice(0, limit);
  return {
    ids: told.filter(({ deleted }) => !deleted).map(({ id }) => id),
    deletedIds: told.filter(({ deleted }) => deleted).map(({ id }) => id),
    more: rows.length > limit,
  };
}
