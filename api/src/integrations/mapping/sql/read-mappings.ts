import type { Mapping } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource, EntityManager } from 'typeorm';

type MappingRecord = Omit<Mapping, 'integrationId' | 'object' | 'savedAt'> & { id: string; savedAt: Date };

/** Versions of a mapping with their ids, newest first; `before` is the id of the version behind which they begin. */
export async function readMappings(
  database: DataSource | EntityManager,
  integrationId: string,
  object: SyncObject,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<{ id: string; mapping: Mapping }[]> {
  const rows = await database.query<MappingRecord[]>(
    `select m.id, m.version, m.rows, m.problems, m.saved_at as "savedAt", coalesce(p.name, k.name) as "savedBy",
       case when p.id is not null then 'member' when k.id is not null then 'api_key' else 'system' end as "savedByKind"
     from mapping m left join member p on p.id = m.saved_by left join api_key k on k.id = m.saved_by_key
     where m.integration_id = $1 and m.object = $2
       and ($4::uuid is null or m.version < (select b.version from mapping b where b.id = $4 and b.integration_id = $1))
     order by m.version desc limit $3`,
    [integrationId, object, limit, before ?? null],
  );
  return rows.map(({ id, savedAt, ...row }) => ({
    id,
    mapping: { integrationId, object, ...row, savedAt: savedAt.toISOString() },
  }));
}
