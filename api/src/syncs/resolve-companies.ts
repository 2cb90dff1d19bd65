import type { Company } from '@integration-queue/shared/company';
import type { ParsedSyncInput } from '@integration-queue/shared/sync';
import type { EntityManager } from 'typeorm';
import { readCompanies } from '../companies/sql/read-companies.js';
import { upsertCompanies } from '../companies/upsert-companies.js';
import type { Refuse } from './acceptance.js';

/** Companies of a batch of items. */
export interface ResolvedCompanies {
  /** The company of each item, undefined where there is none to send. */
  companies: (Company | undefined)[];
  /** Ids of those that were not there before: nothing of them was ever sent. */
  created: Set<string>;
}

/**
 * The company of each item, in the contract's shape as it is after this call; undefined where there is none to send. Items
 * that were refused before are passed over: they change no company.
 */
export async function resolveCompanies(
  transaction: EntityManager,
  workspaceId: string,
  items: (ParsedSyncInput | undefined)[],
  refuse: Refuse,
): Promise<ResolvedCompanies> {
  const inline = items.flatMap((item, index) => (item?.company ? [{ index, company: item.company }] : []));
  const upserted = await upsertCompanies(
    transaction,
    workspaceId,
    inline.map(({ company }) => company),
  );
  const companies = new Array<Company | undefined>(items.length).fill(undefined);
  const created = new Set<string>();
  for (const [position, { index }] of inline.entries()) {
    const result = upserted[position]!;
    if ('conflict' in result)
      refuse(index, 'domain_taken', 'company.domain', `Another company (${result.otherId}) has this domain`);
    else companies[index] = result.company;
    if ('outcome' in result && result.outcome === 'created') created.add(result.id);
  }
  const named = items.flatMap((item, index) => (item?.companyId === undefined ? [] : [{ index, id: item.companyId }]));
  const known = await readCompanies(transaction, workspaceId, [...new Set(named.map(({ id }) => id))]);
  for (const { index, id } of named) {
    companies[index] = known.get(id);
    if (!companies[index]) refuse(index, 'not_found', 'companyId', 'There is no such company');
  }
  return { companies, created };
}
