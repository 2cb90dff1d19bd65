import type { EntityManager } from 'typeorm';

/** Another company of the workspace that has this domain or external id; null where there is none. */
export async function findHolder(
  transaction: EntityManager,
  workspaceId: string,
  { id, domain, externalId }: { id: string; domain: string | null; externalId: string | null },
): Promise<{ id: string; name: string; hasDomain: boolean } | null> {
  const [holder] = await transaction.query<{ id: string; name: string; hasDomain: boolean }[]>(
    `select id, name, domain is not distinct from $3 as "hasDomain" from company
     where workspace_id = $1 and id <> $2 and (domain = $3 or external_id = $4) limit 1`,
    [workspaceId, id, domain, externalId],
  );
  return holder ?? null;
}
