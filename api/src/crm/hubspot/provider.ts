import type { CrmProvider } from '../provider.js';
import { HubspotConnector } from './connector.js';
import { hubspotMapping } from './default-mapping.js';

/** HubSpot, by OAuth or by the token of a private app or service key. */
export const hubspot: CrmProvider = {
  provider: 'hubspot',
  name: 'HubSpot',
  objects: ['company', 'deal', 'task'],
  oauth: {
    authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
    tokenUrl: 'https://api.hubapi.com/oauth/v1/token',
    // Tasks have no scope of their own: theirs is that of contacts.
    scopes: [
      'oauth',
      ...['companies', 'deals', 'contacts'].flatMap((object) => [
        `crm.objects.${object}.read`,
        `crm.objects.${object}.write`,
        `crm.schemas.${object}.read`,
        `crm.schemas.${object}.write`,
      ]),
      'crm.objects.owners.read',
    ],
    pkce: false,
    client: 'form',
    settings: (_, base) => (base === null ? {} : { baseUrl: base }),
  },
  settings: [
    { name: 'token', label: 'Access token', required: false, secret: true, example: 'pat-eu1-…' },
    { name: 'baseUrl', label: 'API address', required: false, secret: false, example: 'https://api.hubapi.com' },
  ],
  create: (connection, http) => new HubspotConnector(connection, http),
  defaultMapping: hubspotMapping,
};
