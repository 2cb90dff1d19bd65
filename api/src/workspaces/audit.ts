import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { requestId } from '../ops/request-context.js';
import type { Doer } from './actor.js';

/** What was done to what. `details` holds safe fields only, never a secret. */
export interface AuditEntry {
  action: string;
  targetKind: string;
  targetId?: string;
  details?: Record<string, unknown>;
}

/** Writes who did what, in the transaction of the change itself. The table is only ever appended to. */
export async function audit(
  transaction: EntityManager,
  actor: Doer,
  { action, targetKind, targetId, details = {} }: AuditEntry,
): Promise<void> {
  await transaction.query(
    `insert into audit_log (id, workspace_id, actor_kind, actor_id, action, target_kind, target_id, details, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [uuidv7(), actor.workspaceId, actor.kind, actor.id, action, targetKind, targetId ?? null, details, requestId()],
  );
}
