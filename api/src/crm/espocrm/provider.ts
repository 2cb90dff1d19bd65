import type { CrmProvider } from '../provider.js';
import { EspoConnector } from './connector.js';
import { espocrmMapping } from './default-mapping.js';

/** EspoCRM 8.2 and later, in the cloud or self-hosted. */
export const espocrm: CrmProvider = {
  provider: 'espocrm',
  name: 'EspoCRM',
  objects: ['company', 'deal', 'task'],
  oauth: false,
  settings: [
    { name: 'baseUrl', label: 'Address', required: true, secret: false, example: 'https://crm.mycompany.com' },
    { name: 'token', label: 'API key, or password of the user', required: true, secret: true, example: '' },
    { name: 'user', label: 'User name (only with a password)', required: false, secret: false, example: '' },
  ],
  create: (connection, http) => new EspoConnector(connection, http),
  defaultMapping: espocrmMapping,
};
