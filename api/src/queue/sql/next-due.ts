import type { DataSource } from 'typeorm';
import { ELIGIBLE } from './eligible.js';

/**
 * Milliseconds until this integration has something to do: 0 for now, null for nothing that is foreseeable. Asked after
 * the lease was given back, so that no wake-up between the last claim and the release is lost. Ordered and limited in place
 * of `exists`: for that the planner may read a large table from its start, hoping to meet a due row soon.
 */
export async function nextDue(database: DataSource, integrationId: string): Promise<number | null> {
  const rows = await database.query<{ ms: number | null }[]>(
    `select case
       when i.status <> 'active' then null
       when i.blocked_until > now() then extract(epoch from i.blocked_until - now()) * 1000
       when (select s.id from sync s where ${ELIGIBLE} order by s.run_at, s.id limit 1) is not null then 0
       else (select extract(epoch from s.run_at - now()) * 1000 from sync s
             where s.integration_id = $1 and s.status = 'pending' and s.run_at > now() and s.run_at < 'infinity'
             order by s.run_at, s.id limit 1)
     end::float8 as ms
     from integration i where i.id = $1 and i.deleted_at is null`,
    [integrationId],
  );
  return rows[0]?.ms ?? null;
}
