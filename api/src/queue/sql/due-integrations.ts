import type { Provider } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';

/**
 * Integrations nobody works on although something is due, or whose probe is due. One index look-up an integration: ordered
 * and limited in place of `exists`, for which the planner may read a large table from its start.
 */
export async function dueIntegrations(database: DataSource): Promise<{ id: string; provider: Provider }[]> {
  return database.query(
    `select i.id, i.provider from integration i
     where i.deleted_at is null
       and (i.lease_until is null or i.lease_until < now())
       and (i.blocked_until is null or i.blocked_until <= now())
       and ((i.status = 'needs_attention' and i.probe_at <= now())
         or (i.status = 'active' and (
           select s.id from sync s where s.integration_id = i.id and s.status = 'pending' and s.run_at <= now()
           order by s.run_at, s.id limit 1) is not null))`,
  );
}
