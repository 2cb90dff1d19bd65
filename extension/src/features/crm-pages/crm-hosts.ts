import { SITES } from '@/sites/find-record';
import type { CrmProvider } from '@/sites/site';
import { VENDOR_ORIGINS } from '@/sites/vendor-origins';
import { withLock } from '@/platform/locks';
import { storedItem } from '@/platform/storage';

/** Where buttons are switched on: on a vendor's own hosts (`origin: null`), or on a host that somebody named. */
export interface CrmHost {
  provider: CrmProvider;
  /** Like `https://crm.example.com:8443`. */
  origin: string | null;
}

/** What the user switched on. It works only as long as the browser's permission is there as well. */
export const crmHostsItem = storedItem<CrmHost[]>('local', 'crmHosts@1', []);

/** Changes what is switched on; options and background both do. */
export function changeCrmHosts(update: (hosts: CrmHost[]) => CrmHost[]): Promise<CrmHost[]> {
  return withLock('crm hosts', () => crmHostsItem.change(update));
}

/** The match patterns of a place. They know no port: that is compared where a page asks. */
export function patternsOf({ provider, origin }: CrmHost): string[] {
  if (origin === null) return [...VENDOR_ORIGINS[provider]];
  const { protocol, hostname } = new URL(origin);
  return [`${protocol}//${hostname}/*`];
}

export const isSameHost = (a: CrmHost, b: CrmHost) => a.provider === b.provider && a.origin === b.origin;

/** Whether pages at `url` are among those switched on for a CRM. */
export function isSwitchedOn(hosts: readonly CrmHost[], provider: CrmProvider, url: URL): boolean {
  const site = SITES.find((one) => one.provider === provider);
  return hosts.some(
    (host) =>
      host.provider === provider &&
      (host.origin === null ? !!site?.isVendorHost(url.hostname) : host.origin === url.origin),
  );
}

/** Why an address cannot be named as somebody's CRM. */
export type HostFault = 'no_address' | 'linkedin' | 'vendor';

/** Reads the address somebody typed for a CRM of their own; anything on the host will do, and https is meant. */
export function readOrigin(typed: string): { origin: string } | { fault: HostFault } {
  const text = typed.trim();
  const address = text.includes('://') ? text : `https://${text}`;
  if (text === '' || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return { fault: 'no_address' };
  const { hostname, origin } = new URL(address);
  if (!/^[\w.-]+$|^\[[\da-f:]+\]$/i.test(hostname)) return { fault: 'no_address' };
  if (/(^|\.)linkedin\.com$/.test(hostname)) return { fault: 'linkedin' };
  if (SITES.some((site) => !site.isSelfHosted && site.isVendorHost(hostname))) return { fault: 'vendor' };
  return { origin };
}
