import { signal } from '@preact/signals';
import type { CompanyCrmState, CompanyInput } from '@integration-queue/shared/company';
import type { Integration } from '@integration-queue/shared/integration';
import type { Candidate } from '@integration-queue/shared/match';
import { currentTab } from '@/platform/current-tab';
import { onLiveMessage, outbox } from '../live/page-state';
import { ask, type ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import type { KnownCompany, PageCompany } from './page-company';

/** What the popup knows of the page it was opened on. */
export interface PageCompanyView {
  page: PageCompany;
  /** Null while the API is asked; a problem where it could not be. */
  known: KnownCompany | null;
  problem: ShownProblem | null;
  /**
   * By integration: the records of the CRM the company may be, where it was never sent from here. Null while the CRM is
   * asked; empty also where it cannot be searched.
   */
  matches: Record<string, Candidate[] | null | undefined>;
  /** By integration: why the CRM could not be asked. */
  unasked?: Record<string, ShownProblem | undefined>;
}

/** Null until the page was read. */
export const pageCompany = signal<PageCompanyView | null>(null);

/** Reads the page the popup was opened on, then asks the API about its company. */
export async function loadPageCompany(): Promise<void> {
  const tab = await currentTab();
  const page: PageCompany = tab
    ? await ask('readPageCompany', { id: tab.id, url: tab.url })
    : { guess: null, block: 'no_page' };
  pageCompany.value = { page, known: null, problem: null, matches: {} };
  if (page.guess) await lookUp(page.guess.domain);
}

/** Asks again whenever an entry of this company changes, so that the state beside its name is the true one. */
export function keepPageCompany(): void {
  onLiveMessage((message) => {
    const { page, known } = pageCompany.value ?? {};
    if (!page?.guess) return;
    const { domain } = page.guess;
    const isAbout = ({ company }: { company: { id: string; domain: string | null } }) =>
      known?.company ? company.id === known.company.id : company.domain !== null && domain.endsWith(company.domain);
    const isOfThis = (id: string) => known?.crm.some(({ syncId }) => syncId === id) ?? false;
    if (message.kind === 'refetch' || message.items.some(isAbout) || message.deletedIds.some(isOfThis)) {
      void lookUp(domain);
    }
  });
}

async function lookUp(domain: string): Promise<void> {
  const answer = await ask('findKnownCompany', domain);
  if (!pageCompany.value) return;
  pageCompany.value = {
    ...pageCompany.value,
    known: answer.ok ? answer.value : pageCompany.value.known,
    problem: answer.ok ? null : answer.problem,
  };
}

/**
 * Looks in the CRM for a company that was never sent there from here, until it has told; nothing is looked for without a
 * domain.
 */
export async function lookForMatches(integration: Integration): Promise<void> {
  const view = pageCompany.value;
  const domain = view?.page.guess?.domain;
  if (!view?.known || !domain || view.matches[integration.id] !== undefined) return;
  if ((stateIn(view.known, integration)?.state ?? 'absent') !== 'absent') return;
  const note = (found?: Candidate[] | null, problem?: ShownProblem) => {
    const now = pageCompany.value;
    if (now?.page !== view.page) return;
    const { id } = integration;
    pageCompany.value = {
      ...now,
      matches: { ...now.matches, [id]: found },
      unasked: { ...now.unasked, [id]: problem },
    };
  };
  note(null);
  const answer = await api.findMatches(integration.id, domain);
  if (answer.ok) note(answer.value.items);
  else note(undefined, answer.problem);
}

/** Where the company stands in one integration. */
export function stateIn(known: KnownCompany | null, integration: Integration): CompanyCrmState | null {
  return known?.crm.find(({ integrationId }) => integrationId === integration.id) ?? null;
}

/** Whether a send of the company to the integration waits in the outbox. */
export function waitsHere({ page, known }: PageCompanyView, integration: Integration): boolean {
  const { domain } = page.guess ?? {};
  return outbox.value.some(
    ({ input, state }) =>
      state !== 'refused' &&
      input.integrationId === integration.id &&
      (input.companyId ? input.companyId === known?.company?.id : !!domain && input.company?.domain === domain),
  );
}

/** What the preview starts with: what is known of the company, and from the page what is not known yet. */
export function draftOf({ page, known }: PageCompanyView): CompanyInput {
  const { name = '', domain = '', website = '', others = {} } = page.guess ?? {};
  const stored = known?.company;
  return {
    ...others,
    name: stored?.name ?? name,
    domain: stored?.domain ?? domain,
    website: stored?.website ?? website,
  };
}
