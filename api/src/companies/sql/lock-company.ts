import type { EntityManager } from 'typeorm';
import { notFound } from '../../ops/app-problem.js';
import type { KnownCompany } from '../register.js';

/** A company as it is now, kept from being changed by others until the transaction ends. Throws `not_found`. */
export async function lockCompany(transaction: EntityManager, workspaceId: string, id: string): Promise<KnownCompany> {
  const [company] = await transaction.query<KnownCompany[]>(
    `select id, external_id as "externalId", name, domain, data, created_at as "createdAt", updated_at as "updatedAt",
       null as line
     from company where workspace_id = $1 and id = $2 for no key update`,
    [workspaceId, id],
  );
  if (!company) throw notFound('company');
  return company;
}
