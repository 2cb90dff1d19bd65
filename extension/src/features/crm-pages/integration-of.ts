import type { Integration } from '@integration-queue/shared/integration';
import { isWithin } from '@/sites/look';
import type { CrmPageRecord, CrmProvider } from '@/sites/site';

type Fit = 'yes' | 'no' | 'unknown';

/**
 * The integration a record's page belongs to: the account the address names, or the one at the same address. Ids of records
 * are small numbers in most CRMs, so the record of an account that is not ours must not be taken for one of ours. An
 * integration of which the address is not known counts where it is the only one of its kind.
 */
export function integrationOf(
  integrations: readonly Integration[],
  provider: CrmProvider,
  record: CrmPageRecord,
  url: URL,
): Integration | null {
  const ofKind = integrations.filter((integration) => integration.provider === provider);
  const fits = ofKind.map((integration) => ({ integration, fit: fitOf(integration, record, url) }));
  const sure = fits.filter(({ fit }) => fit === 'yes').map(({ integration }) => integration);
  const working = sure.find(({ status }) => status === 'active') ?? sure[0];
  if (working) return working;
  const [only, second] = fits.filter(({ fit }) => fit === 'unknown');
  return only && !second ? only.integration : null;
}

function fitOf({ provider, account, baseUrl }: Integration, record: CrmPageRecord, page: URL): Fit {
  if (record.accountId && account) return said(record.accountId === account.id);
  const home = baseUrl !== null && URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  switch (provider) {
    case 'salesforce':
      return bySubdomain(home, page, ['my.salesforce.com', 'lightning.force.com']);
    case 'pipedrive':
      return bySubdomain(home, page, ['pipedrive.com']);
    case 'odoo':
    case 'espocrm':
    case 'practice':
      return home ? said(hostOf(home) === hostOf(page)) : 'unknown';
    case 'hubspot':
    case 'webhook':
      return 'unknown';
  }
}

/** Both name their account in front of the vendor's domain; `app`, `api` and `login` are everybody's. */
function bySubdomain(home: URL | null, page: URL, domains: string[]): Fit {
  const accountOf = ({ hostname }: URL) => {
    const domain = domains.find((one) => isWithin(hostname, one));
    const account = domain ? hostname.slice(0, -domain.length - 1).replace(/\.(sandbox|develop)$/, '') : '';
    return /^(app|api|login|test|)$/.test(account) ? null : account;
  };
  const [ours, theirs] = [home && accountOf(home), accountOf(page)];
  return ours && theirs ? said(ours === theirs) : 'unknown';
}

const said = (fits: boolean): Fit => (fits ? 'yes' : 'no');
/** People and servers call their own machine by different names. */
const hostOf = ({ host }: URL) => host.replace(/^localhost(?=:|$)/, '127.0.0.1');
