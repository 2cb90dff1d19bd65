import type { EntityManager } from 'typeorm';
import type { KnownCompany } from '../register.js';

/** `json` is read as it comes; a large `jsonb` would be built in whole and taken apart again, which takes twice the time. */
const ROWS = 'json_to_recordset($1::json) as r(id uuid, external_id text, name text, domain text, data jsonb)';

/** Inserts companies and tells each when it was: all at the time of the transaction, so it is asked for once. */
export async function insertCompanies(
  transaction: EntityManager,
  workspaceId: string,
  companies: KnownCompany[],
): Promise<void> {
  if (companies.length === 0) return;
  const [written] = await transaction.query<{ at: Date }[]>(
    `with written as (
       insert into company (id, workspace_id, external_id, name, domain, data)
       select r.id, $2, r.external_id, r.name, r.domain, r.data from ${ROWS})
     select now() as at`,
    [asRows(companies), workspaceId],
  );
  for (const company of companies) Object.assign(company, { createdAt: written!.at, updatedAt: written!.at });
}

/** Writes companies that were locked and read before. */
export async function updateCompanies(transaction: EntityManager, companies: KnownCompany[]): Promise<void> {
  if (companies.length === 0) return;
  const [written] = await transaction.query<{ at: Date }[]>(
    `with written as (
       update company c set external_id = r.external_id, name = r.name, domain = r.domain, data = r.data, updated_at = now()
       from ${ROWS} where c.id = r.id)
     select now() as at`,
    [asRows(companies)],
  );
  for (const company of companies) company.updatedAt = written!.at;
}

/** Takes the domains from companies that move to another: in one statement the next holder might get it first. */
export async function freeDomains(transaction: EntityManager, companies: KnownCompany[]): Promise<void> {
  if (companies.length === 0) return;
  await transaction.query('update company set domain = null where id = any($1)', [companies.map(({ id }) => id)]);
}

function asRows(companies: KnownCompany[]): string {
  return JSON.stringify(
    companies.map(({ id, externalId, name, domain, data }) => ({ id, external_id: externalId, name, domain, data })),
  );
}
