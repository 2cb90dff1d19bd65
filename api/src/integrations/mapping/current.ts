import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';

/** The mapping in force. */
export interface CurrentMapping {
  version: number;
  rows: MappingRow[];
}

/** The newest version of an integration's mapping, or null where there is none. */
export async function currentMapping(
  database: DataSource,
  integrationId: string,
  object: SyncObject,
): Promise<CurrentMapping | null> {
  const rows = await database.query<CurrentMapping[]>(
    'select version, rows from mapping where integration_id = $1 and object = $2 order by version desc limit 1',
    [integrationId, object],
  );
  return rows[0] ?? null;
}

/** Certain versions of an integration's mapping, by their number; those that are not there are left out. */
export async function mappingVersions(
  database: DataSource,
  integrationId: string,
  object: SyncObject,
  versions: number[],
): Promise<Map<number, CurrentMapping>> {
  if (versions.length === 0) return new Map();
  const rows = await database.query<CurrentMapping[]>(
    'select version, rows from mapping where integration_id = $1 and object = $2 and version = any($3)',
    [integrationId, object, versions],
  );
  return new Map(rows.map((mapping) => [mapping.version, mapping]));
}
