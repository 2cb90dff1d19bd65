import type { DataSource } from 'typeorm';

/** Folds appended count differences into the counters. Readers add both, so the counts are exact at any moment. */
export async function foldCounts(database: DataSource, limit: number): Promise<void> {
  await database.query(
    `with taken as (
       delete from sync_count_delta where id in (
         select id from sync_count_delta order by id limit $1 for update skip locked)
       returning workspace_id, integration_id, status, n),
     summed as (
       select workspace_id, integration_id, status, sum(n) as n from taken group by 1, 2, 3 order by 2, 3)
     insert into sync_count (workspace_id, integration_id, status, n)
     select workspace_id, integration_id, status, n from summed
     on conflict (integration_id, status) do update set n = sync_count.n + excluded.n`,
    [limit],
  );
}
