import type { EntityManager } from 'typeorm';

/** A message that says nothing, to try an endpoint. Answers its id. */
export async function insertPing(transaction: EntityManager, workspaceId: string, webhookId: string): Promise<string> {
  const [row] = await transaction.query<{ id: string }[]>(
    `insert into webhook_delivery (workspace_id, webhook_id, type, subject_id, data) values ($1, $2, 'ping', $2, '{}')
     returning id`,
    [workspaceId, webhookId],
  );
  return row!.id;
}

/** Sends a message again under its old id, as if it had never been tried. Answers whether there is such a message. */
export async function resendDelivery(transaction: EntityManager, webhookId: string, id: string): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    `update webhook_delivery set status = 'pending', attempts = 0, next_at = now(), delivered_at = null
     where webhook_id = $1 and id = $2`,
    [webhookId, id],
  );
  return count > 0;
}
