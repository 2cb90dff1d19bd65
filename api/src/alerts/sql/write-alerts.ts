import type { ParsedAlertChange, ParsedAlertInput } from '@integration-queue/shared/alert';
import type { EntityManager } from 'typeorm';
import { NEXT_SLOT } from './next-slot.js';

/** Makes others wait who are about to add alerts to the workspace. Answers how many it has. */
export async function lockAlerts(transaction: EntityManager, workspaceId: string): Promise<number> {
  await transaction.query('select 1 from workspace where id = $1 for no key update', [workspaceId]);
  const rows = await transaction.query<unknown[]>('select 1 from alert where workspace_id = $1', [workspaceId]);
  return rows.length;
}

/** `target` is sealed; `shownTarget` is what people see of it. */
export async function insertAlert(
  transaction: EntityManager,
  workspaceId: string,
  alert: ParsedAlertInput & { id: string; target: string; shownTarget: string },
): Promise<void> {
  const { id, kind, target, shownTarget, about, pace, language } = alert;
  await transaction.query(
    `insert into alert (id, workspace_id, kind, target, shown_target, about, pace, language)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, workspaceId, kind, target, shownTarget, about, pace, language],
  );
  await transaction.query(`update alert set next_at = ${NEXT_SLOT} where id = $1`, [id]);
  await acceptPresentIssues(transaction, id);
}

/** Absent leaves. Answers whether there is such an alert. */
export async function updateAlert(
  transaction: EntityManager,
  workspaceId: string,
  id: string,
  { about, pace, language, enabled }: ParsedAlertChange,
): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    `update alert set about = coalesce($3, about), pace = coalesce($4, pace), language = coalesce($5, language),
       enabled = coalesce($6, enabled), failures = 0, failing_since = null, last_error = null
     where workspace_id = $1 and id = $2`,
    [workspaceId, id, about ?? null, pace ?? null, language ?? null, enabled ?? null],
  );
  if (count === 0) return false;
  await transaction.query(`update alert set next_at = ${NEXT_SLOT} where id = $1`, [id]);
  if (about !== undefined || enabled === true) await acceptPresentIssues(transaction, id);
  return true;
}

/** Answers whether there was such an alert. */
export async function deleteAlert(transaction: EntityManager, workspaceId: string, id: string): Promise<boolean> {
  const [, count] = await transaction.query<[unknown, number]>(
    'delete from alert where workspace_id = $1 and id = $2',
    [workspaceId, id],
  );
  return count > 0;
}

/** Causes of failure that are there already are no news, nor is their end; an integration that needs attention is. */
async function acceptPresentIssues(transaction: EntityManager, id: string): Promise<void> {
  await transaction.query(
    `insert into alert_told (alert_id, subject_id, level, told_at)
     select a.id, g.id, 'open', '-infinity' from alert a join issue g on g.workspace_id = a.workspace_id
     where a.id = $1 and g.state = 'open' and exists (select 1 from sync s where s.issue_id = g.id and s.status = 'error')
     on conflict (alert_id, subject_id) do nothing`,
    [id],
  );
}
