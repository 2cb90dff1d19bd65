import type { CrmProvider } from '../provider.js';
import { OdooConnector } from './connector.js';
import { odooMapping } from './default-mapping.js';

/** Odoo 17 and later, in the cloud or self-hosted. */
export const odoo: CrmProvider = {
  provider: 'odoo',
  name: 'Odoo',
  objects: ['company', 'deal', 'task'],
  oauth: false,
  settings: [
    { name: 'baseUrl', label: 'Address', required: true, secret: false, example: 'https://mycompany.odoo.com' },
    { name: 'database', label: 'Database', required: true, secret: false, example: 'mycompany' },
    { name: 'user', label: 'User (login)', required: true, secret: false, example: 'sync@mycompany.com' },
    { name: 'token', label: 'API key or password', required: true, secret: true, example: '' },
    {
      name: 'protocol',
      label: 'Protocol: jsonrpc, or json2 (Odoo 19+)',
      required: false,
      secret: false,
      example: 'jsonrpc',
    },
  ],
  create: (connection, http) => new OdooConnector(connection, http),
  defaultMapping: odooMapping,
};
