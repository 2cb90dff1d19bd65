import { answerPage, askBackground, hearBackground, tellTabs } from '@/platform/page-messages';
import type { Sender } from '@/platform/messaging';
import type { CrmButton, CrmLink, CrmPage, CrmWish } from './crm-button';

/** What content scripts in CRM pages ask of the background; null where buttons are not switched on for the page. */
export interface CrmPageProtocol {
  crmButton(page: CrmPage): CrmButton | null;
  /** Does something about the record, and answers how it stands then. */
  crmAct(asked: { page: CrmPage; wish: CrmWish }): CrmButton | null;
  /** Opens a page that tells more. */
  crmOpen(asked: { page: CrmPage; link: CrmLink }): void;
}

type Asked<K extends keyof CrmPageProtocol> = Parameters<CrmPageProtocol[K]>[0];
type Told<K extends keyof CrmPageProtocol> = ReturnType<CrmPageProtocol[K]>;

/** Rejects where nobody answers: the extension was removed or updated. */
export function askCrm<K extends keyof CrmPageProtocol>(name: K, asked: Asked<K>): Promise<Told<K>> {
  return askBackground(name, asked) as Promise<Told<K>>;
}

export function answerCrm<K extends keyof CrmPageProtocol>(
  name: K,
  answer: (asked: Asked<K>, sender: Sender) => Promise<Told<K>>,
): void {
  answerPage(name, (asked, sender) => answer(asked as Asked<K>, sender));
}

const NEWS = 'crmNews';
/** Tells buttons that what they show may have changed. */
export const tellCrmPages = (tabIds: readonly number[]): Promise<void> => tellTabs(tabIds, NEWS);
export const hearCrmNews = (signal: AbortSignal, hear: () => void): void => hearBackground(NEWS, signal, hear);
