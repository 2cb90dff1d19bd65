import { isDeepStrictEqual } from 'node:util';
import { newId } from '../ops/new-id.js';
import { type Candidate, type CompanyData, merged } from './candidate.js';

/** A company as it is stored, or about to be. */
export interface KnownCompany {
  id: string;
  externalId: string | null;
  name: string;
  domain: string | null;
  data: CompanyData;
  /** Null until it is inserted. */
  createdAt: Date | null;
  updatedAt: Date | null;
  /** The line of the running import that it came from. */
  line: number | null;
}

/** What became of one candidate. */
export type Taken =
  | { outcome: 'created' | 'updated' | 'unchanged'; company: KnownCompany }
  | { conflict: 'domain_taken' | 'duplicate_in_import'; other: KnownCompany };

/**
 * Decides which company each candidate is, one after the other, over what was found in the database and over what the
 * earlier candidates made of it. Knows what is to be written afterwards.
 */
export class Register {
  readonly created = new Set<KnownCompany>();
  readonly changed = new Set<KnownCompany>();
  /** Companies that gave up a domain another may have got since. */
  readonly moved = new Set<KnownCompany>();
  private readonly byExternalId = new Map<string, KnownCompany>();
  private readonly byDomain = new Map<string, KnownCompany>();
  private readonly byName = new Map<string, KnownCompany>();

  constructor(found: KnownCompany[]) {
    for (const company of found) this.enter(company);
  }

  /** Whether a candidate is a company that was there before, or contradicts one. */
  knows(candidate: Candidate): boolean {
    const { company, holder } = this.find(candidate);
    return company !== undefined || holder !== undefined;
  }

  /** `line` is given in an import: a company that another line of it is about is left as it is. */
  take(candidate: Candidate, line: number | null = null): Taken {
    const { company, holder } = this.find(candidate);
    const ofEarlierLine = [company, holder].find((known) => known && known.line !== null);
    if (line !== null && ofEarlierLine) return { conflict: 'duplicate_in_import', other: ofEarlierLine };
    if (holder) return { conflict: 'domain_taken', other: holder };
    if (!company) return { outcome: 'created', company: this.create(candidate, line) };
    company.line = line ?? company.line;
    return { outcome: this.apply(candidate, company) ? 'updated' : 'unchanged', company };
  }

  /** The company a candidate is, or the other company that holds its domain. */
  private find({ externalId, domain, isDomainGiven, name }: Candidate): {
    company?: KnownCompany | undefined;
    holder?: KnownCompany;
  } {
    const company = externalId === null ? undefined : this.byExternalId.get(externalId);
    const holder = domain === null ? undefined : this.byDomain.get(domain);
    if (company) {
      const wantsDomain = isDomainGiven || company.domain === null;
      return holder && holder !== company && wantsDomain ? { company, holder } : { company };
    }
    if (holder) return externalId !== null && holder.externalId !== null ? { holder } : { company: holder };
    const hasIdentity = externalId !== null || domain !== null;
    return { company: hasIdentity ? undefined : this.byName.get(name.toLowerCase()) };
  }

  private create({ externalId, name, domain, data }: Candidate, line: number | null): KnownCompany {
    const times = { createdAt: null, updatedAt: null };
    const company = { id: newId(), externalId, name, domain, data: merged({}, data), ...times, line };
    this.created.add(company);
    this.enter(company);
    return company;
  }

  private apply(candidate: Candidate, company: KnownCompany): boolean {
    const replacesDomain = candidate.domain !== null && (candidate.isDomainGiven || company.domain === null);
    const next = {
      externalId: candidate.externalId ?? company.externalId,
      name: candidate.name,
      domain: replacesDomain ? candidate.domain : company.domain,
      data: merged(company.data, candidate.data),
    };
    const { externalId, name, domain, data } = company;
    if (isDeepStrictEqual(next, { externalId, name, domain, data })) return false;
    if (!this.created.has(company)) {
      this.changed.add(company);
      if (domain !== null && domain !== next.domain) this.moved.add(company);
    }
    this.leave(company);
    this.enter(Object.assign(company, next));
    return true;
  }

  private enter(company: KnownCompany): void {
    if (company.externalId !== null) this.byExternalId.set(company.externalId, company);
    if (company.domain !== null) this.byDomain.set(company.domain, company);
    else {
      const namesake = this.byName.get(company.name.toLowerCase());
      if (!namesake || (namesake.externalId !== null && company.externalId === null))
        this.byName.set(company.name.toLowerCase(), company);
    }
  }

  private leave(company: KnownCompany): void {
    if (company.externalId !== null) this.byExternalId.delete(company.externalId);
    if (company.domain !== null) this.byDomain.delete(company.domain);
    else if (this.byName.get(company.name.toLowerCase()) === company) this.byName.delete(company.name.toLowerCase());
  }
}
