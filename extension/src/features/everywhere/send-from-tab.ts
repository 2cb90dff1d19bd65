import type { Company, CompanyInput } from '@integration-queue/shared/company';
import type { Integration } from '@integration-queue/shared/integration';
import type { SyncInput } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import type { PageTab } from '@/platform/current-tab';
import { showPopup } from '@/platform/tabs';
import { within } from '@/platform/within';
import { explainProblem } from '../errors/error-text';
import { cancelSend, flushOutbox, send } from '../outbox/outbox';
import { outboxItem, type SendResult } from '../outbox/outbox-entry';
import { guessCompany } from '../page-company/guess-company';
import { findKnownCompany, readPageCompany, type PageCompany } from '../page-company/page-company';
import { hostBlock } from '../page-company/page-block';
import { chooseTarget, sendChoicesItem } from '../page-company/send-choices';
import { trimmed } from '../page-company/draft-input';
import { newDraft } from '../page-company/send-draft';
import { prepareInPopup } from '../popup/popup-view-item';
import { accountItem, ownerOf, type Account } from '../session/account';
import { withApi } from '../session/with-api';
import { snapshotItem } from '../snapshot/snapshot';
import { tell, type Told } from './tell';

/** How long the server may take to say which company it is. */
const LOOK_UP_MS = 1_500;

/**
 * Sends the company of a page, or of a link on it, at once: from the context menu or by keys. Tells what became of it.
 * The first send of a member, and the first after its integration was removed, is looked over in the popup, which says
 * what leaves the browser and where it goes.
 */
export async function sendFromTab(tab: PageTab, linkUrl?: string): Promise<void> {
  const account = await accountItem.get();
  const stored = await sendChoicesItem.get();
  const choices = account && stored?.owner === ownerOf(account) ? stored : null;
  const integrations = account ? await integrationsOf(account) : [];
  if (choices?.hasSent && integrations.length === 0) return say(tab, i18n.t('everywhere.noIntegration'));
  // Where sends went before may be gone: then a person says where they go from now on.
  const target = integrations.find(({ id }) => choices?.hasSent && id === choices.integrationId);
  if (!target) return lookOver(tab, account, chooseTarget(integrations, undefined, choices?.integrationId), linkUrl);
  const page = linkUrl ? companyOfLink(linkUrl) : await readPageCompany(tab);
  if (!page.guess) return say(tab, i18n.t(`pageBlock.${page.block}`));
  const known = await knownCompany(page.guess.domain);
  const name = known?.name ?? page.guess.name;
  if (!name) return say(tab, i18n.t('everywhere.noName'));
  const input: SyncInput = {
    integrationId: target.id,
    object: 'company',
    ...(known ? { companyId: known.id } : { company: companyOf(page.guess) }),
  };
  const id = crypto.randomUUID();
  const result = await send({ id, input, companyName: name, integrationName: target.name });
  const told = toTell(result, name, target.name);
  if (told) await tell(tab, told);
}

/** Ours, where the server says so in time: until the send is stored, a worker that ends loses it. The API matches as well. */
async function knownCompany(domain: string): Promise<Company | null> {
  const found = await within(findKnownCompany(domain), LOOK_UP_MS).catch(() => undefined);
  return found?.company ?? null;
}

function toTell(result: SendResult, company: string, integration: string): Told | null {
  switch (result.state) {
    case 'sent':
      return {
        text: i18n.t('toast.sent', { company, integration }),
        undo: () => takeBackSent(result.sync.id, company),
      };
    case 'kept':
      return { text: i18n.t('toast.kept', { company }), undo: () => takeBack(result.id) };
    case 'refused':
      return { text: explainProblem(result.problem), isFailure: true, undo: null };
    case 'withdrawn':
      return null;
  }
}

async function takeBackSent(syncId: string, company: string): Promise<Told | null> {
  const answer = await withApi((api) => api.deleteSync(syncId));
  return answer === 'cancelling' ? { text: i18n.t('toast.cancelling', { company }), undo: null } : null;
}

async function takeBack(id: string): Promise<Told | null> {
  const { withdrawn } = await cancelSend(id);
  if (withdrawn) return null;
  await flushOutbox();
  const problem = (await outboxItem.get()).find((entry) => entry.id === id)?.problem;
  return problem ? { text: explainProblem(problem), isFailure: true, undo: null } : null;
}

/** Has a send looked over in the popup: of the page, which that reads itself, or of a link, which it would not know of. */
async function lookOver(tab: PageTab, account: Account | null, target: Integration | null, linkUrl?: string) {
  const link = linkUrl && target ? companyOfLink(linkUrl) : null;
  if (link?.block) return say(tab, i18n.t(`pageBlock.${link.block}`));
  if (link?.guess && account && target) await prepareInPopup(account, newDraft(companyOf(link.guess), target.id));
  if (!(await showPopup())) await say(tab, i18n.t('everywhere.firstTime'));
}

const say = (tab: PageTab, text: string) => tell(tab, { text, isFailure: true, undo: null });

async function integrationsOf(account: Account): Promise<Integration[]> {
  const snapshot = await snapshotItem.get();
  return snapshot?.owner === ownerOf(account) ? snapshot.integrations : [];
}

/** A page that was not opened tells no more than its address. */
function companyOfLink(url: string): PageCompany {
  const nothing = { title: '', jsonLd: [], microdata: [], siteName: '', applicationName: '' };
  const guess = guessCompany({ url, contentType: 'text/html', ...nothing });
  return guess.domain ? { guess, block: null } : { guess: null, block: hostBlock(url) };
}

function companyOf({ name, domain, website, others }: NonNullable<PageCompany['guess']>): CompanyInput {
  return trimmed({ ...others, name, domain, website });
}
