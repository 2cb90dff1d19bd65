import type { Integration } from '@integration-queue/shared/integration';
import type { DataSource } from 'typeorm';
import { LEASE_SECONDS } from './take-lease.js';

/** Renews a lease. False: it was lost, was paused away, or the integration is gone; the holder must claim nothing more. */
export async function keepLease(database: DataSource, integrationId: string, token: string): Promise<boolean> {
  const [, count] = await database.query<[unknown[], number]>(
    `update integration set lease_until = now() + make_interval(secs => $3)
     where id = $1 and lease_token = $2 and lease_until > now() and status <> 'paused' and deleted_at is null`,
    [integrationId, token, LEASE_SECONDS],
  );
  return count > 0;
}

/** What a holder leaves behind. */
export interface Handover {
  /** Per budget rule, milliseconds until its next slot. */
  pace: number[];
  settledPerSecond: number | null;
  /** What the CRM last said of the budget, for people to see; null where it said nothing. */
  budget: Integration['budget'];
}

/**
 * Gives a lease back, with the pacing state (per budget rule, milliseconds until its next slot) and the measured rate for
 * the next holder and for the time-left estimate.
 */
export async function releaseLease(
  database: DataSource,
  integrationId: string,
  token: string,
  { pace, settledPerSecond, budget }: Handover,
): Promise<void> {
  await database.query(
    `update integration set lease_token = null, lease_until = null,
       pace = (select jsonb_agg(extract(epoch from now()) + slot::float8 / 1000) from jsonb_array_elements_text($3::jsonb) slot),
       settled_per_second = coalesce($4::real, settled_per_second), budget = coalesce($5::jsonb, budget)
     where id = $1 and lease_token = $2`,
    [integrationId, token, JSON.stringify(pace), settledPerSecond, budget && JSON.stringify(budget)],
  );
}
