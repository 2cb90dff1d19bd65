import type { Company } from '@integration-queue/shared/company';
import type { EntityManager } from 'typeorm';
import { newId } from '../ops/new-id.js';
import { companyLinks } from './sql/company-links.js';
import type { NewSync } from './sql/insert-syncs.js';

/**
 * Deals and tasks wait for their company: for its unfinished sync, or for one in the same call; where the company is not in
 * the CRM and neither is there, a sync of it is made. Sets `waitsFor` and answers the syncs made.
 */
export async function waitForCompanies(
  transaction: EntityManager,
  workspaceId: string,
  syncs: NewSync[],
  companies: Map<string, Company>,
): Promise<NewSync[]> {
  const dependent = syncs.filter((sync) => sync.object !== 'company');
  if (dependent.length === 0) return [];
  const links = await companyLinks(transaction, workspaceId, dependent);
  const here = new Map(syncs.filter((sync) => sync.object === 'company').map((sync) => [pairOf(sync), sync.id]));
  const made: NewSync[] = [];
  for (const sync of dependent) {
    const { linked = false, unfinishedSyncId = null } = links.get(pairOf(sync)) ?? {};
    sync.waitsFor = unfinishedSyncId ?? (linked ? null : (here.get(pairOf(sync)) ?? null));
    if (linked || sync.waitsFor !== null) continue;
    const parent = companySyncOf(sync, companies.get(sync.companyId)!);
    here.set(pairOf(sync), parent.id);
    made.push(parent);
    sync.waitsFor = parent.id;
  }
  return made;
}

function pairOf({ integrationId, companyId }: NewSync): string {
  return `${integrationId}:${companyId}`;
}

function companySyncOf(sync: NewSync, company: Company): NewSync {
  const own = { id: newId(), object: 'company', recordKey: company.id, source: { company } } as const;
  return { ...sync, ...own, dedupeKey: null, waitsFor: null };
}
