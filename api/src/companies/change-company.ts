import { isDeepStrictEqual } from 'node:util';
import type { CompanyChange } from '@integration-queue/shared/company';
import type { EntityManager } from 'typeorm';
import { AppProblem } from '../ops/app-problem.js';
import { type CompanyData, identitiesOf } from './candidate.js';
import { companyDomain } from './domain.js';
import type { KnownCompany } from './register.js';
import { findHolder } from './sql/find-holder.js';
import { lockCompany } from './sql/lock-company.js';
import { lockIdentities } from './sql/lock-identities.js';
import { updateCompanies } from './sql/write-companies.js';

/**
 * Changes a company: absent leaves, null clears, also for single entries of `custom`. Answers whether anything is different
 * now. Throws `not_found`, `domain_taken`, `external_id_taken`, and `invalid_request` for a domain that is no company's own.
 */
export async function changeCompany(
  transaction: EntityManager,
  workspaceId: string,
  id: string,
  change: CompanyChange,
): Promise<boolean> {
  const { name, externalId, domain: address, ...fields } = change;
  const domain = address ? companyDomain(address) : null;
  const wanted = { externalId: externalId ?? null, domain };
  if (wanted.externalId !== null || wanted.domain !== null)
    await lockIdentities(transaction, workspaceId, identitiesOf({ ...wanted, name: '' }));
  const company = await lockCompany(transaction, workspaceId, id);
  const next: KnownCompany = {
    ...company,
    name: name ?? company.name,
    externalId: externalId === undefined ? company.externalId : externalId,
    domain: address === undefined ? company.domain : domain,
    data: changed(company.data, fields),
  };
  if (address && companyDomain(address, next.name) === null) throw noDomain(address);
  if (isDeepStrictEqual(next, company)) return false;
  const holder = await findHolder(transaction, workspaceId, { id, ...wanted });
  if (holder)
    throw holder.hasDomain ? taken('domain_taken', domain!, holder) : taken('external_id_taken', externalId!, holder);
  await updateCompanies(transaction, [next]);
  return true;
}

/** What a company cannot have since another has it. */
export function taken(
  code: 'domain_taken' | 'external_id_taken',
  value: string,
  other: { id: string; name: string },
): AppProblem {
  const path = code === 'domain_taken' ? 'domain' : 'externalId';
  const message = `"${value}" belongs to another company, "${other.name}" (${other.id})`;
  return new AppProblem(code, message, [{ path, message }]);
}

type FieldChanges = Omit<CompanyChange, 'name' | 'externalId' | 'domain'>;

function changed(stored: CompanyData, { custom, ...fields }: FieldChanges): CompanyData {
  const entries = custom === null ? {} : withoutEmpty({ ...stored.custom, ...custom });
  const isCustomEmpty = Object.keys(entries).length === 0;
  return withoutEmpty({ ...stored, ...fields, custom: isCustomEmpty ? null : entries });
}

function withoutEmpty<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], null> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], null> };
}

function noDomain(address: string): AppProblem {
  const message = `"${address}" is no domain of a company's own; give it as website`;
  return new AppProblem('invalid_request', `domain: ${message}`, [{ path: 'domain', message }]);
}
