import { isContentScript, type Sender } from '@/platform/messaging';
import { openOwnPage, openTab } from '@/platform/tabs';
import { actAndShow, buttonOf } from './button-of';
import type { CrmLink, CrmPage } from './crm-button';
import { answerCrm } from './crm-page-protocol';
import { crmHostsItem, isSwitchedOn } from './crm-hosts';

/**
 * Answers the buttons in CRM pages. Nobody else may ask: the question has to come from a content script of ours, on a page
 * that the user switched on for that CRM.
 */
export function answerCrmPages(): void {
  answerCrm('crmButton', async (page, sender) => {
    const url = await allowedUrl(page, sender);
    return url && (await buttonOf(page, url));
  });
  answerCrm('crmAct', async ({ page, wish }, sender) => {
    const url = await allowedUrl(page, sender);
    return url && (await actAndShow(page, url, wish));
  });
  answerCrm('crmOpen', async ({ page, link }, sender) => {
    if (await allowedUrl(page, sender)) await open(link);
  });
}

async function allowedUrl(page: CrmPage, sender: Sender): Promise<URL | null> {
  if (!isContentScript(sender) || !URL.canParse(sender.url ?? '')) return null;
  const url = new URL(sender.url ?? '');
  return isSwitchedOn(await crmHostsItem.get(), page.provider, url) ? url : null;
}

async function open(link: CrmLink): Promise<void> {
  if ('url' in link) return openTab(link.url);
  switch (link.to) {
    case 'entry':
      return openOwnPage(`/overview.html?entry=${encodeURIComponent(link.syncId)}`);
    case 'integrations':
    case 'connection':
      return openOwnPage(`/options.html#${link.to}`);
  }
}
