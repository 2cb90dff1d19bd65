import { ApiError, type Api } from '@integration-queue/shared';
import type { Company, CompanyCrmState } from '@integration-queue/shared/company';
import type { Integration } from '@integration-queue/shared/integration';
import type { SyncDetail } from '@integration-queue/shared/sync';
import { outboxItem, type OutboxEntry } from '../outbox/outbox-entry';
import { canBeDomain, hostOf } from '../page-company/host';
import { accountItem, ownerOf, type Account } from '../session/account';
import { withApi } from '../session/with-api';
import { snapshotItem } from '../snapshot/snapshot';
import type { CrmPage } from './crm-button';
import { integrationOf } from './integration-of';

/** All there is to know about the record of a CRM page. */
export interface Standing {
  /** Null where the account is no integration of the workspace. */
  integration: Integration | null;
  /** Ours, where we know it. */
  company: Company | null;
  /** Whether it is known by the record itself, or merely has the same domain. */
  isLinked: boolean;
  crm: CompanyCrmState | null;
  /** The newest sync, where its company waits or failed. */
  sync: SyncDetail | null;
  /** A send that waits in this browser. */
  waiting: OutboxEntry | null;
}

/** Finds the record's company, by the record and else by its website, and how it stands. Rejects like `withApi`. */
export function readStanding(page: CrmPage, url: URL): Promise<Standing> {
  return withApi(async (api, account) => {
    const integration = await findIntegration(api, account, page, url);
    const none = { integration, company: null, isLinked: false, crm: null, sync: null, waiting: null };
    if (!integration) return none;
    const { company, isLinked } = await findCompany(api, integration, page);
    const waiting = await findWaiting(account, integration, company, page);
    if (!company) return { ...none, waiting };
    const { items } = await api.companyCrmStates(company.id);
    const crm = items.find(({ integrationId }) => integrationId === integration.id) ?? null;
    return {
      ...{ integration, company, crm, waiting },
      // Where it was sent between the two questions, the first was answered too early.
      isLinked: isLinked || (crm?.state === 'processed' && (await findLinked(api, integration, page)) !== undefined),
      sync: await readSync(api, crm),
    };
  });
}

/** What this browser knows by itself: the integration, and whether a send waits. Null where it does not know even that. */
export async function standingHere(page: CrmPage, url: URL): Promise<Standing | null> {
  const account = await accountItem.get();
  const integration = account && (await knownIntegration(account, page, url));
  if (!integration) return null;
  const waiting = await findWaiting(account, integration, null, page);
  return { integration, company: null, isLinked: false, crm: null, sync: null, waiting };
}

async function findIntegration(api: Api, account: Account, page: CrmPage, url: URL): Promise<Integration | null> {
  // One connected a moment ago is not in the snapshot yet.
  return (
    (await knownIntegration(account, page, url)) ??
    integrationOf((await api.listIntegrations()).items, page.provider, page.record, url)
  );
}

async function knownIntegration(account: Account, page: CrmPage, url: URL): Promise<Integration | null> {
  const snapshot = await snapshotItem.get();
  const known = snapshot?.owner === ownerOf(account) ? snapshot.integrations : [];
  return integrationOf(known, page.provider, page.record, url);
}

async function findLinked(api: Api, { id: integrationId }: Integration, { record }: CrmPage) {
  return (await api.listCompanies({ integrationId, crmId: record.id, limit: 1 })).items[0];
}

async function findCompany(api: Api, integration: Integration, page: CrmPage) {
  const linked = await findLinked(api, integration, page);
  if (linked) return { company: linked, isLinked: true };
  const domain = domainOf(page.website);
  const alike = domain ? (await api.listCompanies({ domain, limit: 1 })).items[0] : undefined;
  return { company: alike ?? null, isLinked: false };
}

async function findWaiting(
  account: Account,
  integration: Integration,
  company: Company | null,
  { record, website }: CrmPage,
): Promise<OutboxEntry | null> {
  const domain = domainOf(website);
  const isIt = ({ owner, state, input, crmRecordId }: OutboxEntry) =>
    owner === ownerOf(account) &&
    state !== 'refused' &&
    input.integrationId === integration.id &&
    (crmRecordId === record.id ||
      (input.companyId ? input.companyId === company?.id : domain !== null && input.company?.domain === domain));
  return (await outboxItem.get()).find(isIt) ?? null;
}

async function readSync(api: Api, crm: CompanyCrmState | null): Promise<SyncDetail | null> {
  if (!crm?.syncId || crm.state === 'processed') return null;
  try {
    return await api.getSync(crm.syncId);
  } catch (error) {
    // Deleted meanwhile: then there is nothing to tell of it.
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** The host a company can be known by; null where its website is none of its own. */
export function domainOf(website: string | null): string | null {
  if (website === null) return null;
  const host = hostOf(/^https?:\/\//i.test(website) ? website : `https://${website}`);
  return canBeDomain(host) ? host : null;
}
