import type { ParsedWebhookChange, ParsedWebhookInput } from '@integration-queue/shared/webhook';
import type { EntityManager } from 'typeorm';

/** Makes others wait who are about to add endpoints to the workspace. Answers how many it has. */
export async function lockWebhooks(transaction: EntityManager, workspaceId: string): Promise<number> {
  await transaction.query('select 1 from workspace where id = $1 for no key update', [workspaceId]);
  const rows = await transaction.query<unknown[]>('select 1 from webhook where workspace_id = $1', [workspaceId]);
  return rows.length;
}

/** `secret` is sealed. */
export async function insertWebhook(
  transaction: EntityManager,
  workspaceId: string,
  { id, url, events, description, secret }: ParsedWebhookInput & { id: string; secret: string },
): Promise<void> {
  await transaction.query(
    'insert into webhook (id, workspace_id, url, events, description, secret) values ($1, $2, $3, $4, $5, $6)',
    [id, workspaceId, url, events, description, secret],
  );
}

/**
 * Absent leaves. Another address or another switch position starts anew: it is tried at once and nothing is held against
 * it. Answers whether there is such an endpoint.
 */
export async function updateWebhook(
  transaction: EntityManager,
  workspaceId: string,
  id: string,
  { url, events, description, enabled }: ParsedWebhookChange,
): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    `update webhook set url = coalesce($3, url), events = coalesce($4, events),
       description = case when $5 then $6 else description end, enabled = coalesce($7, enabled),
       disabled_at = case when $7 is null then disabled_at when $7 then null else coalesce(disabled_at, now()) end,
       disabled_reason = case when $7 is null then disabled_reason when $7 then null else coalesce(disabled_reason, 'by_person') end,
       failures = case when $8 then 0 else failures end, failing_since = case when $8 then null else failing_since end,
       next_at = case when $8 then now() else next_at end
     where workspace_id = $1 and id = $2`,
    [
      workspaceId,
      id,
      url ?? null,
      events ?? null,
      description !== undefined,
      description ?? null,
      enabled ?? null,
      url !== undefined || enabled !== undefined,
    ],
  );
  if (count > 0 && (url !== undefined || enabled === true)) {
    await transaction.query(
      `update webhook_delivery set next_at = least(next_at, now()), attempts = 0
       where webhook_id = $1 and status = 'pending' and (next_at > now() or attempts > 0)`,
      [id],
    );
  }
  return count > 0;
}

/** Gives an endpoint a new secret; the one before signs as well for 24 hours. */
export async function rotateSecret(
  transaction: EntityManager,
  workspaceId: string,
  id: string,
  secret: string,
): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    `update webhook set old_secret = secret, old_secret_until = now() + interval '24 hours', secret = $3
     where workspace_id = $1 and id = $2`,
    [workspaceId, id, secret],
  );
  return count > 0;
}

/** Removes an endpoint with its messages. A message that a change writes meanwhile is forgotten with its age. */
export async function deleteWebhook(transaction: EntityManager, workspaceId: string, id: string): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    'delete from webhook where workspace_id = $1 and id = $2',
    [workspaceId, id],
  );
  if (count > 0) await transaction.query('delete from webhook_delivery where webhook_id = $1', [id]);
  return count > 0;
}
