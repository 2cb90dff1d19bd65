import type { Alert } from '@integration-queue/shared/alert';
import type { DataSource, EntityManager } from 'typeorm';

interface AlertRow extends Omit<Alert, 'lastSentAt' | 'error' | 'createdAt'> {
  lastSentAt: Date | null;
  lastError: string | null;
  failingSince: Date | null;
  createdAt: Date;
}

/** Alerts of a workspace, oldest first, or the one with this id. */
export async function readAlerts(
  database: DataSource | EntityManager,
  workspaceId: string,
  id: string | null = null,
): Promise<Alert[]> {
  const rows = await database.query<AlertRow[]>(
    `select id, kind, shown_target as "to", about, pace, language, enabled, last_sent_at as "lastSentAt",
       last_error as "lastError", failing_since as "failingSince", created_at as "createdAt"
     from alert where workspace_id = $1 and ($2::uuid is null or id = $2) order by id`,
    [workspaceId, id],
  );
  return rows.map(({ lastSentAt, lastError, failingSince, createdAt, ...alert }) => ({
    ...alert,
    lastSentAt: lastSentAt?.toISOString() ?? null,
    error: failingSince && { message: lastError ?? '', since: failingSince.toISOString() },
    createdAt: createdAt.toISOString(),
  }));
}
