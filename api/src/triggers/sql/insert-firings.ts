import type { EntityManager } from 'typeorm';

/** One time a trigger fires for a company. */
export interface Firing {
  companyId: string;
  slot: string;
}

/** Stores firings; answers those that were not there before, as `company:slot`. Only they may send. */
export async function insertFirings(
  transaction: EntityManager,
  workspaceId: string,
  triggerId: string,
  firings: Firing[],
): Promise<Set<string>> {
  const rows = await transaction.query<{ key: string }[]>(
    `insert into trigger_firing (workspace_id, trigger_id, company_id, slot)
     select $1, $2, r.company_id, r.slot from unnest($3::uuid[], $4::text[]) as r(company_id, slot)
     order by r.company_id, r.slot
     on conflict (trigger_id, company_id, slot) do nothing returning company_id || ':' || slot as key`,
    [workspaceId, triggerId, firings.map(({ companyId }) => companyId), firings.map(({ slot }) => slot)],
  );
  return new Set(rows.map(({ key }) => key));
}
