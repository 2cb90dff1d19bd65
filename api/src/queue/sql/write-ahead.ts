import type { DataSource } from 'typeorm';
import { runPrepared } from './prepared.js';

/** What became of claimed rows at the fence: the others stay behind, still claimed by whoever holds them. */
export interface WriteAhead {
  leaving: Set<string>;
  /** Deleted by a person in time. */
  cancelled: Set<string>;
}

/**
 * The write-ahead and the fence, committed before a call leaves: nothing in it has left yet, since what was unknown of it
 * has been looked up. So a row a person wants deleted is deleted here; a row whose claim or lease is gone, and all rows of
 * an integration that was paused, stay behind. The lock on the integration makes a pause exact: either it comes first, or
 * it waits until this is committed. What is returned as leaving is ours until `leaseMs` from now. Only rows in processing
 * have a claim, so the status is not asked for: the planner would go through all rows in processing, and their dead
 * versions, in place of taking these by their ids.
 */
export async function writeAhead(
  database: DataSource,
  integrationId: string,
  rows: { id: string; targetId: string | null }[],
  { token, leaseMs }: { token: string; leaseMs: number },
): Promise<WriteAhead> {
  const answers = await runPrepared<{ id: string; leaves: boolean }>(database, WRITE_AHEAD, [
    integrationId,
    rows.map(({ id }) => id),
    rows.map(({ targetId }) => targetId),
    token,
    leaseMs,
  ]);
  const where = (leaves: boolean) => new Set(answers.filter((row) => row.leaves === leaves).map(({ id }) => id));
  return { leaving: where(true), cancelled: where(false) };
}

const WRITE_AHEAD = {
  name: 'write-ahead',
  text: `
with open as materialized (
  select 1 from integration where id = $1 and status <> 'paused' and deleted_at is null for share),
r as materialized (select * from unnest($2::uuid[], $3::text[]) as r(id, target_id)),
cancelled as (
  update sync s set status = 'deleted', deleted_from = 'pending', claim = null, lease_until = null,
    cancel_requested = false, maybe_sent = false, updated_at = now()
  from r where s.id = r.id and s.claim = $4 and s.cancel_requested
  returning s.id),
leaving as (
  update sync s set maybe_sent = true, target_id = r.target_id, lease_until = now() + $5::float8 * interval '1 ms'
  from r where s.id = r.id and s.claim = $4 and not s.cancel_requested
    and s.lease_until > now() and exists (select 1 from open)
  returning s.id)
select id, true as leaves from leaving union all select id, false from cancelled`,
};
