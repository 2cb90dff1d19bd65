import type { Sync } from '@integration-queue/shared/sync';
import type { ParsedSyncExport } from '@integration-queue/shared/sync-export';
import type { DataSource } from 'typeorm';
import { listSyncs, readSyncs } from '../sql/list-syncs.js';

/** Entries read at once: a few hundred kB, however long the file. */
const SLICE = 1_000;

/** The selected entries of a workspace, newest first, slice by slice: the next is read when the last was taken. */
export async function* readSlices(
  database: DataSource,
  workspaceId: string,
  { ids, filter = {} }: Pick<ParsedSyncExport, 'ids' | 'filter'>,
): AsyncGenerator<Sync[]> {
  if (ids) {
    const entries = await readSyncs(database, workspaceId, ids);
    yield entries.sort((a, b) => (a.id > b.id ? -1 : 1));
    return;
  }
  let after: string | null = null;
  do {
    const slice: Sync[] = await listSyncs(database, workspaceId, filter, { limit: SLICE, after });
    yield slice;
    after = slice.length === SLICE ? slice.at(-1)!.id : null;
  } while (after !== null);
}

/** By id, those disconnected meanwhile as well: their entries are still there. */
export async function integrationNames(database: DataSource, workspaceId: string): Promise<Map<string, string>> {
  const rows = await database.query<{ id: string; name: string }[]>(
    'select id, name from integration where workspace_id = $1',
    [workspaceId],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
