import type { Webhook } from '@integration-queue/shared/webhook';
import type { WebhookEvent } from '@integration-queue/shared/webhook-events';
import type { DisabledReason } from '@integration-queue/shared/webhook';
import type { DataSource, EntityManager } from 'typeorm';

interface WebhookRow {
  id: string;
  url: string;
  events: WebhookEvent[];
  description: string | null;
  enabled: boolean;
  disabledReason: DisabledReason | null;
  disabledAt: Date | null;
  failingSince: Date | null;
  waiting: number;
  lastDeliveredAt: Date | null;
  createdAt: Date;
}

const MOST_COUNTED = 10_000;

/** Endpoints of a workspace, oldest first, or the one with this id. */
export async function readWebhooks(
  database: DataSource | EntityManager,
  workspaceId: string,
  id: string | null = null,
): Promise<Webhook[]> {
  const rows = await database.query<WebhookRow[]>(
    `select w.id, w.url, w.events, w.description, w.enabled, w.disabled_reason as "disabledReason",
       w.disabled_at as "disabledAt", w.failing_since as "failingSince", w.last_delivered_at as "lastDeliveredAt",
       w.created_at as "createdAt", (select count(*)::int from (
         select 1 from webhook_delivery d where d.webhook_id = w.id and d.status = 'pending' limit ${MOST_COUNTED}) p) as waiting
     from webhook w where w.workspace_id = $1 and ($2::uuid is null or w.id = $2) order by w.id`,
    [workspaceId, id],
  );
  return rows.map(({ disabledReason, disabledAt, failingSince, lastDeliveredAt, createdAt, ...webhook }) => ({
    ...webhook,
    disabled: disabledReason && disabledAt ? { reason: disabledReason, at: disabledAt.toISOString() } : null,
    failingSince: failingSince?.toISOString() ?? null,
    lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }));
}
