import type { Trigger } from '@integration-queue/shared/trigger';
import type { DataSource, EntityManager } from 'typeorm';

interface TriggerRow extends Omit<Trigger, 'lastFiredAt' | 'createdAt' | 'updatedAt'> {
  lastFiredAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Triggers of a workspace in their order, or the one with this id. `position` is their place in it, counting from 1. */
export async function readTriggers(
  database: DataSource | EntityManager,
  workspaceId: string,
  id: string | null = null,
): Promise<Trigger[]> {
  const rows = await database.query<TriggerRow[]>(
    `select t.id, t.name, t.event as "on", t.integration_id as "integrationId", i.name as "integrationName", t.conditions,
       t.actions, t.repeat, t.daily_cap as "dailyCap", t.stop, t.enabled, t.place as position,
       t.created_at as "createdAt", t.updated_at as "updatedAt",
       (select count(*)::int from trigger_firing f
        where f.trigger_id = t.id and f.fired_at >= date_trunc('day', now(), 'UTC')) as "firedToday",
       (select f.fired_at from trigger_firing f where f.trigger_id = t.id order by f.fired_at desc limit 1) as "lastFiredAt"
     from (
       select *, (row_number() over (order by position, id))::int as place from trigger
       where workspace_id = $1 and deleted_at is null) t
     left join integration i on i.id = t.integration_id and i.deleted_at is null
     where $2::uuid is null or t.id = $2 order by t.place`,
    [workspaceId, id],
  );
  return rows.map(({ lastFiredAt, createdAt, updatedAt, ...trigger }) => ({
    ...trigger,
    lastFiredAt: lastFiredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }));
}
