import type { TriggerInput } from '@integration-queue/shared/trigger';
import type { TriggerEvent } from '@integration-queue/shared/trigger-fields';
import type { EntityManager } from 'typeorm';

/** A trigger as far as it is needed to fire. */
export type ActiveTrigger = Pick<
  TriggerInput,
  'name' | 'integrationId' | 'conditions' | 'actions' | 'repeat' | 'dailyCap' | 'stop'
> & { id: string };

/** The triggers of an event that are on, in their order. Those of a disconnected integration have nowhere to send to. */
export async function activeTriggers(
  transaction: EntityManager,
  workspaceId: string,
  event: TriggerEvent,
): Promise<ActiveTrigger[]> {
  return transaction.query(
    `select t.id, t.name, t.integration_id as "integrationId", t.conditions, t.actions, t.repeat,
       t.daily_cap as "dailyCap", t.stop
     from trigger t join integration i on i.id = t.integration_id and i.deleted_at is null
     where t.workspace_id = $1 and t.event = $2 and t.enabled and t.deleted_at is null order by t.position, t.id`,
    [workspaceId, event],
  );
}
