import type { DataSource } from 'typeorm';
import { type HeldEndpoint, IS_FIRST, LEASE_SECONDS } from './take-endpoints.js';

/** A message that is to be sent now. */
export interface DueDelivery {
  id: string;
  type: string;
  occurredAt: Date;
  data: unknown;
  /** Attempts before this one. */
  attempts: number;
}

/**
 * What is due for a held endpoint, and renews the lease; null where another process holds it or it was switched off. Those
 * that were tried least come first: a message the receiver cannot take does not stand in the way of the others.
 */
export async function dueDeliveries(
  database: DataSource,
  { id, token }: HeldEndpoint,
  limit: number,
): Promise<DueDelivery[] | null> {
  const [, held] = await database.query<[unknown, number]>(
    `update webhook set lease_until = now() + interval '${LEASE_SECONDS} seconds'
     where id = $1 and lease_token = $2 and enabled`,
    [id, token],
  );
  if (held === 0) return null;
  return database.query<DueDelivery[]>(
    `select d.id, d.type, d.occurred_at as "occurredAt", d.data, d.attempts from webhook_delivery d
     where d.webhook_id = $1 and d.status = 'pending' and d.next_at <= now() and ${IS_FIRST}
     order by d.attempts, d.seq limit $2`,
    [id, limit],
  );
}
