import type { WhenDeleted } from '@integration-queue/shared/rules';
import type { SyncObject, Provider, IntegrationStatus } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import type { Account } from '../../crm/connector.js';

/** How long a holder may be silent before another takes over: a killed one stops its integration for this long. */
export const LEASE_SECONDS = 15;

/** An integration whose lease is held: everything a tick needs to know of it. */
export interface HeldIntegration {
  id: string;
  workspaceId: string;
  provider: Provider;
  settings: Record<string, string>;
  credentials: string | null;
  account: Account | null;
  status: IntegrationStatus;
  errorCode: string | null;
  failures: number;
  probing: boolean;
  /** Pacing state of the last holder: per budget rule, milliseconds from now until its next slot. */
  pace: number[];
  settledPerSecond: number | null;
  /** What becomes of a row whose record was deleted in the CRM. */
  whenDeleted: WhenDeleted;
  /** Bare hosts; each also stands for what is below it. */
  blockedDomains: string[];
  /** CRM fields that may not be empty, as far as the schema was read. */
  required: Partial<Record<SyncObject, string[]>>;
}

export type ObjectName = SyncObject;

/**
 * Takes the lease of an integration that may work now: active, or in need of attention with a probe due, and not
 * blocked. One guarded statement: of many ticks that try, one gets the row.
 */
export async function takeLease(
  database: DataSource,
  integrationId: string,
  token: string,
): Promise<HeldIntegration | null> {
  const [rows] = await database.query<[HeldIntegration[], number]>(
    `update integration set lease_token = $2, lease_until = now() + make_interval(secs => $3)
     where id = $1 and deleted_at is null
       and (lease_until is null or lease_until < now())
       and (status = 'active' or (status = 'needs_attention' and probe_at <= now()))
       and (blocked_until is null or blocked_until <= now())
     returning id, workspace_id as "workspaceId", provider, settings, credentials, account, status, error_code as "errorCode",
       failures, probing, settled_per_second as "settledPerSecond", when_deleted as "whenDeleted",
       blocked_domains as "blockedDomains",
       coalesce((select jsonb_object_agg(object, required) from kept_schema where integration_id = $1), '{}'::jsonb) as required,
       coalesce((select jsonb_agg(greatest(0, (slot::float8 - extract(epoch from now())) * 1000))
                 from jsonb_array_elements_text(pace) slot), '[]'::jsonb) as pace`,
    [integrationId, token, LEASE_SECONDS],
  );
  return rows[0] ?? null;
}
