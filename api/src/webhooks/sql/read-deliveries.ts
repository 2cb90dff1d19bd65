import type { Delivery, DeliveryStatus } from '@integration-queue/shared/webhook';
import type { DataSource, EntityManager } from 'typeorm';

interface DeliveryRow {
  id: string;
  type: string;
  subjectId: string;
  status: DeliveryStatus;
  attempts: number;
  occurredAt: Date;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
  lastAt: Date | null;
  lastDurationMs: number | null;
  lastHttpStatus: number | null;
  lastError: string | null;
  lastAnswer: string | null;
}

/** What of an endpoint's messages is asked for. `before` is the id of the last one seen. */
export interface DeliverySelection {
  id?: string;
  status?: DeliveryStatus | undefined;
  before?: string | undefined;
  limit: number;
}

/** Messages of an endpoint, newest first. */
export async function readDeliveries(
  database: DataSource | EntityManager,
  webhookId: string,
  { id, status, before, limit }: DeliverySelection,
): Promise<Delivery[]> {
  const rows = await database.query<DeliveryRow[]>(
    `select d.id, d.type, d.subject_id as "subjectId", d.status, d.attempts, d.occurred_at as "occurredAt",
       case when d.status = 'pending' then d.next_at end as "nextAttemptAt", d.delivered_at as "deliveredAt",
       d.last_at as "lastAt", d.last_duration_ms as "lastDurationMs", d.last_http_status as "lastHttpStatus",
       d.last_error as "lastError", d.last_answer as "lastAnswer"
     from webhook_delivery d
     where d.webhook_id = $1 and ($2::uuid is null or d.id = $2) and ($3::text is null or d.status = $3)
       and ($4::uuid is null or d.seq < (select b.seq from webhook_delivery b where b.webhook_id = $1 and b.id = $4))
     order by d.seq desc limit $5`,
    [webhookId, id ?? null, status ?? null, before ?? null, limit],
  );
  return rows.map(asDelivery);
}

function asDelivery({ lastAt, lastDurationMs, lastHttpStatus, lastError, lastAnswer, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    occurredAt: row.occurredAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    last: lastAt && {
      at: lastAt.toISOString(),
      durationMs: lastDurationMs ?? 0,
      httpStatus: lastHttpStatus,
      error: lastError,
      answer: lastAnswer ?? '',
    },
  };
}
