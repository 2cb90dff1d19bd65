import type { CrmProvider } from '../provider.js';
import { PipedriveConnector } from './connector.js';
import { pipedriveMapping } from './default-mapping.js';

/** Pipedrive, by OAuth or by a person's API token. */
export const pipedrive: CrmProvider = {
  provider: 'pipedrive',
  name: 'Pipedrive',
  objects: ['company', 'deal', 'task'],
  oauth: {
    authorizeUrl: 'https://oauth.pipedrive.com/oauth/authorize',
    tokenUrl: 'https://oauth.pipedrive.com/oauth/token',
    // `admin` lets our fields be created.
    scopes: ['base', 'deals:full', 'contacts:full', 'activities:full', 'search:read', 'admin'],
    pkce: false,
    client: 'basic',
    refreshTokenDays: 60,
    settings: ({ api_domain: baseUrl }) => (baseUrl ? { baseUrl } : {}),
  },
  settings: [
    { name: 'token', label: 'API token', required: false, secret: true, example: '' },
    { name: 'baseUrl', label: 'Address', required: false, secret: false, example: 'https://mycompany.pipedrive.com' },
  ],
  create: (connection, http) => new PipedriveConnector(connection, http),
  defaultMapping: pipedriveMapping,
};
