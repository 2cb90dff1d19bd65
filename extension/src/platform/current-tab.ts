import { browser } from 'wxt/browser';
import { isTestBuild } from './env';

/** The tab the popup was opened on. `url` is absent where the browser does not tell it. */
export interface PageTab {
  id: number;
  url: string | undefined;
}

/** Which tab the popup is about: the active one. A test cannot open the popup over a tab, so it names one (`?tabId=`). */
export async function currentTab(): Promise<PageTab | null> {
  const named = isTestBuild ? new URLSearchParams(location.search).get('tabId') : null;
  const tab = named
    ? await browser.tabs.get(Number(named))
    : (await browser.tabs.query({ active: true, currentWindow: true }))[0];
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url };
}
