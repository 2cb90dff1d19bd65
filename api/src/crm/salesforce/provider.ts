import type { CrmProvider } from '../provider.js';
import { SalesforceConnector } from './connector.js';
import { salesforceMapping } from './default-mapping.js';

/** Salesforce, by OAuth or, for a try, by a session's access token. */
export const salesforce: CrmProvider = {
  provider: 'salesforce',
  name: 'Salesforce',
  objects: ['company', 'deal', 'task'],
  oauth: {
    authorizeUrl: 'https://login.salesforce.com/services/oauth2/authorize',
    tokenUrl: 'https://login.salesforce.com/services/oauth2/token',
    scopes: ['api', 'refresh_token'],
    pkce: true,
    client: 'form',
    settings: ({ instance_url: instanceUrl }) => (instanceUrl ? { instanceUrl } : {}),
    origin: readOrigin,
  },
  settings: [
    {
      name: 'instanceUrl',
      label: 'Address of your organisation',
      required: true,
      secret: false,
      example: 'https://acme.my.salesforce.com',
    },
    { name: 'token', label: 'Access token', required: false, secret: true, example: '00D…!AQ…' },
  ],
  create: (connection, http) => new SalesforceConnector(connection, http),
  defaultMapping: salesforceMapping,
};

/** A sandbox, and an organisation with an address of its own, let people in there; our app's secret goes nowhere else. */
function readOrigin({ instanceUrl = '' }: Record<string, string>): string | null {
  if (!URL.canParse(instanceUrl)) return null;
  const { protocol, hostname, origin } = new URL(instanceUrl);
  return protocol === 'https:' && /\.salesforce\.com$/.test(hostname) ? origin : null;
}
