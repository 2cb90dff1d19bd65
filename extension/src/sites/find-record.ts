import { espocrm } from './espocrm';
import { hubspot } from './hubspot';
import { odoo } from './odoo';
import { pipedrive } from './pipedrive';
import { practice } from './practice';
import { salesforce } from './salesforce';
import type { CrmPageRecord, CrmSite } from './site';

/** Every site that gets a button. LinkedIn is none of them: its terms forbid elements of others in its pages. */
export const SITES: readonly CrmSite[] = [hubspot, salesforce, pipedrive, odoo, espocrm, practice];

/**
 * The company record an address is about, and on which site. A vendor's host is that vendor's and no other's; on any other
 * host it is the form of the address that tells, and no two sites share one. Whether the host really is such a site is for
 * whoever knows the hosts that people named.
 */
export function findRecord(url: URL): { site: CrmSite; record: CrmPageRecord } | null {
  const vendor = SITES.find(({ isVendorHost }) => isVendorHost(url.hostname));
  for (const site of vendor ? [vendor] : SITES.filter(({ isSelfHosted }) => isSelfHosted)) {
    const record = site.record(url);
    if (record) return { site, record };
  }
  return null;
}
