import type { Company } from '@integration-queue/shared/company';
import type { VisitInput } from '@integration-queue/shared/visit';
import type { EntityManager } from 'typeorm';
import { companyDomain } from '../companies/domain.js';
import { changedOf, upsertCompanies } from '../companies/upsert-companies.js';
import { findVisited } from './sql/find-visited.js';

/** Says why the visit at `index` is not stored. */
export type RefuseVisit = (index: number, path: string, message: string) => void;

/**
 * The id of each visit's company; undefined where there is none, which `refuse` is told. An id that was given is taken as
 * it is: whether it is a company of the workspace shows when it is locked. Also answers the companies that came along and
 * are new or different now, each once.
 */
export async function resolveVisited(
  transaction: EntityManager,
  workspaceId: string,
  visits: (VisitInput | undefined)[],
  refuse: RefuseVisit,
): Promise<{ ids: (string | undefined)[]; changed: Company[] }> {
  const ids = visits.map((visit) => visit?.companyId);
  const inline = visits.flatMap((visit, index) => (visit?.company ? [{ index, company: visit.company }] : []));
  const upserted = await upsertCompanies(
    transaction,
    workspaceId,
    inline.map(({ company }) => company),
  );
  for (const [position, { index }] of inline.entries()) {
    const result = upserted[position]!;
    if ('conflict' in result) refuse(index, 'company.domain', `Another company (${result.otherId}) has this domain`);
    else ids[index] = result.id;
  }
  const domains = visits.map((visit) => (visit?.domain === undefined ? null : companyDomain(visit.domain)));
  const found = await findVisited(transaction, workspaceId, {
    externalIds: visits.flatMap((visit) => visit?.externalId ?? []),
    domains: domains.flatMap((domain) => domain ?? []),
  });
  const byExternalId = new Map(found.map(({ id, externalId }) => [externalId, id]));
  const byDomain = new Map(found.map(({ id, domain }) => [domain, id]));
  for (const [index, visit] of visits.entries()) {
    if (visit?.externalId !== undefined) ids[index] = byExternalId.get(visit.externalId);
    else if (visit?.domain !== undefined) ids[index] = byDomain.get(domains[index] ?? '');
    else continue;
    const path = visit.externalId === undefined ? 'domain' : 'externalId';
    if (ids[index] === undefined)
      refuse(index, path, 'There is no such company; give "company", with its name, to create it');
  }
  return { ids, changed: changedOf(upserted) };
}
