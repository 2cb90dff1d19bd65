import type { DataSource } from 'typeorm';

/** Longer than a call may take, with room for a slow database: a dead holder's endpoints are free again after it. */
export const LEASE_SECONDS = 45;

/** An endpoint this process may send to, until its lease ends. Secrets are sealed. */
export interface HeldEndpoint {
  id: string;
  workspaceId: string;
  url: string;
  secret: string;
  oldSecret: string | null;
  failures: number;
  token: string;
}

/** A message that may go out: none about the same subject is on its way before it. `d` is the message. */
export const IS_FIRST = `not exists (
  select 1 from webhook_delivery b
  where b.webhook_id = d.webhook_id and b.subject_id = d.subject_id and b.status = 'pending' and b.seq < d.seq)`;

/**
 * Takes the leases of endpoints with messages that are due, the longest waiting first; each endpoint has one holder at a
 * time, so that the order of its messages is one process's business.
 */
export async function takeEndpoints(database: DataSource, limit: number): Promise<HeldEndpoint[]> {
  const [rows] = await database.query<[HeldEndpoint[], number]>(
    `update webhook w set lease_token = gen_random_uuid(), lease_until = now() + interval '${LEASE_SECONDS} seconds'
     where w.id in (
       select e.id from webhook e
       where e.enabled and e.next_at <= now() and (e.lease_until is null or e.lease_until < now())
         and exists (
           select 1 from webhook_delivery d
           where d.webhook_id = e.id and d.status = 'pending' and d.next_at <= now() and ${IS_FIRST})
       order by e.next_at limit $1 for update skip locked)
     returning w.id, w.workspace_id as "workspaceId", w.url, w.secret, w.failures, w.lease_token as token,
       case when w.old_secret_until > now() then w.old_secret end as "oldSecret"`,
    [limit],
  );
  return rows;
}

/** Gives a lease back; the endpoint goes to the end of the line. */
export async function releaseEndpoint(database: DataSource, { id, token }: HeldEndpoint): Promise<void> {
  await database.query(
    `update webhook set lease_token = null, lease_until = null, next_at = greatest(next_at, now())
     where id = $1 and lease_token = $2`,
    [id, token],
  );
}
