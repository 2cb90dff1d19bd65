import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

/** Of this process: one, since a process has one event loop and one heap. No tenant and no payload is in any label. */
export const processMetrics = new Registry();
collectDefaultMetrics({ prefix: 'iq_', register: processMetrics });

/** How long requests took, by route pattern. A stream counts when it ends. */
export const requestSeconds = new Histogram({
  name: 'iq_http_request_seconds',
  help: 'Time to answer a request',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  registers: [processMetrics],
});

interface ProviderRow {
  provider: string;
  status: string;
  n: number;
}

/** The state of the queue, read from the database when somebody asks: the same from every process. */
export async function queueMetrics(database: DataSource): Promise<Registry> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const entries = gauge('iq_syncs', 'Entries by CRM and status', ['provider', 'status']);
  for (const { provider, status, n } of await database.query<ProviderRow[]>(COUNTS))
    entries.set({ provider, status }, n);
  const integrations = gauge('iq_integrations', 'Integrations by CRM and status', ['provider', 'status']);
  for (const { provider, status, n } of await database.query<ProviderRow[]>(INTEGRATIONS))
    integrations.set({ provider, status }, n);
  const oldest = gauge('iq_sync_oldest_due_seconds', 'Age of the entry that could go out and waits longest', [
    'provider',
  ]);
  for (const { provider, seconds } of await database.query<{ provider: string; seconds: number }[]>(OLDEST_DUE))
    oldest.set({ provider }, seconds);
  return registry;
}

const COUNTS = `
  select i.provider, c.status, sum(c.n)::float8 as n
  from (select integration_id, status, n from sync_count union all select integration_id, status, n from sync_count_delta) c
  join integration i on i.id = c.integration_id
  where c.status <> 'deleted' group by 1, 2`;

const INTEGRATIONS = `
  select provider, status, count(*)::int as n from integration where deleted_at is null group by 1, 2`;

/** One look into the index of what is due for each integration that may send. */
const OLDEST_DUE = `
  select i.provider, max(extract(epoch from now() - due.run_at))::float8 as seconds
  from integration i cross join lateral (
    select s.run_at from sync s where s.integration_id = i.id and s.status = 'pending' and s.run_at <= now()
    order by s.run_at, s.id limit 1) due
  where i.deleted_at is null and i.status = 'active' and (i.blocked_until is null or i.blocked_until <= now())
  group by 1`;
