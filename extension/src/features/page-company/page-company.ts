import type { Company, CompanyCrmState } from '@integration-queue/shared/company';
import { runInTab } from '@/platform/tabs';
import { withApi } from '../session/with-api';
import { guessCompany, type CompanyGuess } from './guess-company';
import { blockOf, hostBlock, type PageBlock } from './page-block';
import { readPageFacts } from './page-facts';

/** What the page in a tab gives: a company to look over, or the reason why there is none. */
export type PageCompany = { guess: CompanyGuess; block: null } | { guess: null; block: PageBlock };

/** A company as the API knows it, and where it stands in each connected CRM; `company` is null where it is new. */
export interface KnownCompany {
  company: Company | null;
  crm: CompanyCrmState[];
}

/** Reads the company of the page in a tab. The page is read now, because somebody asked, and at no other time. */
export async function readPageCompany({ id, url }: { id: number; url?: string }): Promise<PageCompany> {
  const block = blockOf(url);
  if (block) return { guess: null, block };
  const facts = await runInTab(id, readPageFacts).catch(() => undefined);
  if (!facts) return { guess: null, block: 'not_readable' };
  if (facts.contentType === 'application/pdf') return { guess: null, block: 'pdf' };
  const guess = guessCompany(facts);
  if (!guess.name && !guess.domain) return { guess: null, block: hostBlock(facts.url) };
  return { guess, block: null };
}

/** Looks up a domain. Rejects like `withApi`. An unknown company stands nowhere, so its states are empty. */
export function findKnownCompany(domain: string): Promise<KnownCompany> {
  return withApi(async (api) => {
    const company = domain ? (await api.listCompanies({ domain, limit: 1 })).items[0] : undefined;
    if (!company) return { company: null, crm: [] };
    return { company, crm: (await api.companyCrmStates(company.id)).items };
  });
}
