import type { CrmProvider } from './site';

/** HubSpot's data centres of today: a pattern cannot say `app-*`, and all of hubspot.com would be more than is needed. */
const HUBSPOT_HOSTS = ['app', 'app-na2', 'app-na3', 'app-eu1', 'app-ap1'];

/**
 * Match patterns of the vendors' own hosts on which records are shown; none where everybody runs their own. Apart from the
 * sites, because they are asked for where buttons are switched on, and not carried into every page.
 */
export const VENDOR_ORIGINS: Record<CrmProvider, readonly string[]> = {
  hubspot: HUBSPOT_HOSTS.map((host) => `https://${host}.hubspot.com/*`),
  salesforce: ['https://*.lightning.force.com/*', 'https://*.my.salesforce.com/*'],
  pipedrive: ['https://*.pipedrive.com/*'],
  odoo: ['https://*.odoo.com/*'],
  espocrm: ['https://*.espocloud.com/*', 'https://*.espocloud.eu/*'],
  practice: [],
};
