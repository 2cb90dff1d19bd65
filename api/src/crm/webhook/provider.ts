import type { CrmProvider } from '../provider.js';
import { WebhookConnector } from './connector.js';
import { webhookMapping } from './default-mapping.js';

/** Any address that takes JSON: an integration platform, or the user's own code. */
export const webhook: CrmProvider = {
  provider: 'webhook',
  name: 'Webhook',
  objects: ['company', 'deal', 'task'],
  oauth: false,
  settings: [
    { name: 'baseUrl', label: 'Address', required: true, secret: false, example: 'https://hooks.mycompany.com/crm' },
    { name: 'secret', label: 'Signing secret', required: true, secret: true, example: 'whsec_…' },
    {
      name: 'mode',
      label: 'One record a message (single) or many (batch)',
      required: false,
      secret: false,
      example: 'single',
    },
    { name: 'token', label: 'Bearer token, if the receiver wants one', required: false, secret: true, example: '' },
  ],
  create: (connection, http) => new WebhookConnector(connection, http),
  defaultMapping: webhookMapping,
};
