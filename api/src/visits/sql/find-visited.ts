import type { EntityManager } from 'typeorm';

/** A company as far as a visit names it. */
export interface NamedCompany {
  id: string;
  externalId: string | null;
  domain: string | null;
}

/** The companies of these external ids and domains. */
export async function findVisited(
  transaction: EntityManager,
  workspaceId: string,
  { externalIds, domains }: { externalIds: string[]; domains: string[] },
): Promise<NamedCompany[]> {
  if (externalIds.length + domains.length === 0) return [];
  return transaction.query(
    `select id, external_id as "externalId", domain from company where workspace_id = $1 and external_id = any($2)
     union
     select id, external_id, domain from company where workspace_id = $1 and domain = any($3)`,
    [workspaceId, externalIds, domains],
  );
}
