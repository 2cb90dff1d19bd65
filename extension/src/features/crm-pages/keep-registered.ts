import { runInOpenTab, runOnPages } from '@/platform/content-script';
import { onBrowserStart } from '@/platform/lifecycle';
import { hasPatterns, onPermissionsChange } from '@/platform/permissions';
import { allTabs, tabsAt } from '@/platform/tabs';
import { outboxItem } from '../outbox/outbox-entry';
import { accountItem } from '../session/account';
import { changeCrmHosts, crmHostsItem, isSameHost, patternsOf } from './crm-hosts';
import { tellCrmPages } from './crm-page-protocol';

const SCRIPT_ID = 'crm-pages';
const FILE = '/content-scripts/crm.js';

/**
 * Keeps the content script running exactly where the user switched buttons on and the browser still grants access. Looked
 * at whenever either changes, and at every start of the browser and of the extension: browsers do not tell every change.
 */
export function keepRegistered(): void {
  let last = Promise.resolve();
  // One after the other: an older look must not undo a newer one.
  const look = (isStart: boolean) => {
    last = last.then(() => register(isStart)).catch(() => undefined);
  };
  crmHostsItem.watch(() => look(false));
  onPermissionsChange(() => look(false));
  onBrowserStart(() => look(true));
  accountItem.watch(() => void allTabs().then(tellCrmPages));
  outboxItem.watch(() => void grantedPatterns().then(tabsAt).then(tellCrmPages));
}

/** Registers the script where it belongs, and has it run in tabs that are open there already. */
export async function register(isStart: boolean): Promise<void> {
  await forgetRevoked();
  const patterns = await grantedPatterns();
  const isNews = await runOnPages(SCRIPT_ID, FILE, patterns);
  if (!isNews && !isStart) return;
  // Those of pages no longer switched on ask, are refused, and leave.
  await tellCrmPages(await allTabs());
  for (const tabId of await tabsAt(patterns)) await runInOpenTab(tabId, FILE);
}

/** What lost its permission is no longer switched on: granted again elsewhere, it must not come back by itself. */
async function forgetRevoked(): Promise<void> {
  const hosts = await crmHostsItem.get();
  const granted = await Promise.all(hosts.map((host) => hasPatterns(patternsOf(host))));
  if (granted.every(Boolean)) return;
  const revoked = hosts.filter((_, index) => !granted[index]);
  await changeCrmHosts((before) => before.filter((host) => !revoked.some((gone) => isSameHost(gone, host))));
}

async function grantedPatterns(): Promise<string[]> {
  return [...new Set((await crmHostsItem.get()).flatMap(patternsOf))];
}
