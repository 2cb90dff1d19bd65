import type { EntityManager } from 'typeorm';

/** Keeps which line of a running import each company came from. */
export async function rememberLines(
  transaction: EntityManager,
  importId: string,
  companies: { id: string; line: number | null }[],
): Promise<void> {
  await transaction.query(
    `insert into import_line (import_id, company_id, line)
     select $1, company_id, line from unnest($2::uuid[], $3::int[]) as l(company_id, line)`,
    [importId, companies.map(({ id }) => id), companies.map(({ line }) => line)],
  );
}
