import type { CompanyInput } from '@integration-queue/shared/company';
import { storable } from '../ops/storable.js';
import { companyDomain, isWebAddress } from './domain.js';

/** What a company has beside the columns it is found by. */
export type CompanyData = Omit<CompanyInput, 'name' | 'externalId' | 'domain'>;

/** A company as somebody sent it, with its domain worked out. */
export interface Candidate {
  externalId: string | null;
  name: string;
  domain: string | null;
  /** A domain that was not given but is that of the website finds a company, and replaces no other domain. */
  isDomainGiven: boolean;
  data: CompanyData;
}

/** What was sent, ready to be compared with what is stored. */
export function asCandidate(input: CompanyInput): Candidate {
  const { externalId = null, name, domain: address, ...data } = storable(input);
  const given = address === undefined ? null : companyDomain(address, name);
  if (address !== undefined && given === null && data.website === undefined && isWebAddress(address))
    data.website = address;
  const ofWebsite = data.website === undefined ? null : companyDomain(data.website, name);
  return { externalId, name, domain: given ?? ofWebsite, isDomainGiven: given !== null, data };
}

/** By what a candidate is found, one text each: what two candidates have in common makes them the same company. */
export function identitiesOf({
  externalId,
  domain,
  name,
}: Pick<Candidate, 'externalId' | 'domain' | 'name'>): string[] {
  if (externalId === null && domain === null) return [`name ${name.toLowerCase()}`];
  return [
    ...(externalId === null ? [] : [`external id ${externalId}`]),
    ...(domain === null ? [] : [`domain ${domain}`]),
  ];
}

/** What is stored with what came in: absent stays, and so does each entry of `custom`. */
export function merged(stored: CompanyData, { custom, ...given }: CompanyData): CompanyData {
  const kept = Object.entries(custom ?? {}).filter(([, value]) => value !== null);
  if (kept.length === 0) return { ...stored, ...given };
  return { ...stored, ...given, custom: { ...stored.custom, ...Object.fromEntries(kept) } };
}
