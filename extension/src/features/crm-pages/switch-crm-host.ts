import { signal } from '@preact/signals';
import { originPattern, releasePatterns, requestPatterns } from '@/platform/permissions';
import { accountItem } from '../session/account';
import { changeCrmHosts, crmHostsItem, isSameHost, patternsOf, type CrmHost } from './crm-hosts';

/** Where buttons are switched on; null until read. */
export const crmHosts = signal<CrmHost[] | null>(null);

/** Reads where buttons are switched on, and keeps it true. */
export async function loadCrmHosts(): Promise<void> {
  if (crmHosts.value) return;
  crmHostsItem.watch((hosts) => (crmHosts.value = hosts));
  crmHosts.value = await crmHostsItem.get();
}

/**
 * Switches buttons on, with the browser's permission for just these hosts; answers whether it was given. Call it in the
 * click handler before any `await`.
 */
export async function switchOn(host: CrmHost): Promise<boolean> {
  if (!(await requestPatterns(patternsOf(host)))) return false;
  crmHosts.value = await changeCrmHosts((hosts) => [...hosts.filter((one) => !isSameHost(one, host)), host]);
  return true;
}

/** Switches buttons off, and gives the permission back unless something else needs it. */
export async function switchOff(host: CrmHost): Promise<void> {
  const left = await changeCrmHosts((hosts) => hosts.filter((one) => !isSameHost(one, host)));
  crmHosts.value = left;
  const account = await accountItem.get();
  const needed = new Set([...left.flatMap(patternsOf), ...(account ? [originPattern(account.serverUrl)] : [])]);
  const free = patternsOf(host).filter((pattern) => !needed.has(pattern));
  if (free.length > 0) await releasePatterns(free);
}
