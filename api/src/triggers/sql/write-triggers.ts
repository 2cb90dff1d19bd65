import type { TriggerInput } from '@integration-queue/shared/trigger';
import type { EntityManager } from 'typeorm';

/**
 * Makes others wait who are about to add or move triggers of the workspace. Answers the ids of all of them in their order.
 */
export async function lockOrder(transaction: EntityManager, workspaceId: string): Promise<string[]> {
  await transaction.query('select 1 from workspace where id = $1 for no key update', [workspaceId]);
  const rows = await transaction.query<{ id: string }[]>(
    'select id from trigger where workspace_id = $1 and deleted_at is null order by position, id',
    [workspaceId],
  );
  return rows.map(({ id }) => id);
}

/** Adds a trigger at the end of the order, which is `position`. */
export async function insertTrigger(
  transaction: EntityManager,
  workspaceId: string,
  { id, position, ...input }: TriggerInput & { id: string; position: number },
): Promise<void> {
  await transaction.query(
    `insert into trigger (id, workspace_id, position, name, event, integration_id, conditions, actions, repeat, daily_cap,
       stop, enabled)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [id, workspaceId, position, ...columnsOf(input)],
  );
}

/** Writes a trigger as it is to be from now on. */
export async function updateTrigger(transaction: EntityManager, id: string, input: TriggerInput): Promise<void> {
  await transaction.query(
    `update trigger set name = $2, event = $3, integration_id = $4, conditions = $5, actions = $6, repeat = $7,
       daily_cap = $8, stop = $9, enabled = $10, updated_at = now() where id = $1`,
    [id, ...columnsOf(input)],
  );
}

/** Writes down the order of triggers. */
export async function orderTriggers(transaction: EntityManager, ids: string[]): Promise<void> {
  await transaction.query(
    `update trigger t set position = r.place from unnest($1::uuid[]) with ordinality as r(id, place)
     where t.id = r.id and t.position <> r.place`,
    [ids],
  );
}

/** Removes a trigger from sight; entries that it sent keep its name. Answers whether there was one. */
export async function deleteTrigger(transaction: EntityManager, workspaceId: string, id: string): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    `update trigger set deleted_at = now(), enabled = false where workspace_id = $1 and id = $2 and deleted_at is null`,
    [workspaceId, id],
  );
  return count > 0;
}

function columnsOf({ name, on, integrationId, conditions, actions, repeat, dailyCap, stop, enabled }: TriggerInput) {
  const json = [conditions, actions, repeat].map((part) => JSON.stringify(part));
  return [name, on, integrationId, ...json, dailyCap, stop, enabled];
}
