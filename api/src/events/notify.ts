/** What committed changes are announced on, from any process to every API process. */
export const CHANGE_CHANNEL = 'iq_change';

/** Most ids one announcement names: Postgres takes 8,000 bytes a payload. */
const MOST_IDS = 100;

/** A committed change. `refetch` says there were more entries than named. */
export interface Change {
  workspaceId: string;
  integrationId: string | null;
  syncIds: string[];
  refetch: boolean;
  /** The integration itself (status, error, name) changed. */
  integration: boolean;
}

type Query = (sql: string, parameters: unknown[]) => Promise<unknown>;

/**
 * Announces a change; delivered at commit, nothing if the transaction rolls back. One call per batch, never per entry: a
 * NOTIFY takes a lock of the whole database at commit.
 */
export async function announceChange(
  query: Query,
  { workspaceId, integrationId = null, syncIds = [], integration = false }: Partial<Change> & { workspaceId: string },
): Promise<void> {
  const change: Change = {
    workspaceId,
    integrationId,
    syncIds: syncIds.slice(0, MOST_IDS),
    refetch: syncIds.length > MOST_IDS,
    integration,
  };
  await query('select pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(change)]);
}
