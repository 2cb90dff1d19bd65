import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { odoo } from './provider.js';

describeConnector({
  provider: odoo,
  connection: (url, token) => ({
    settings: { baseUrl: `${url}/odoo`, database: 'practice', user: 'admin' },
    credentials: { token },
  }),
  isWrite: ({ body }) => body.includes('"load"'),
  company: {
    name: 'name',
    domain: 'website',
    longText: 'comment',
    number: 'partner_latitude',
    option: { name: 'type', value: 'contact' },
    readOnly: 'create_date',
  },
  deal: { title: 'name', company: 'partner_id', more: { type: 'opportunity' } },
  task: {
    title: 'summary',
    company: 'res_id',
    more: { res_model_id: 'base.model_res_partner', date_deadline: '2026-12-24' },
  },
  stored: { number: 'odoo_latitude' },
  rows: 'ordered',
  unknownField: 'refused',
  wholeCallRefused: {
    status: 200,
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      error: { code: 200, message: 'Odoo Server Error', data: { name: 'odoo.exceptions.UserError', message: 'No.' } },
    }),
  },
  tellsRetryAfter: true,
  merged: 'gone',
  spellings: (domain) => [
    { website: `http://${domain}` },
    { website: `https://www.${domain}/` },
    { website: `http://WWW.${domain.toUpperCase()}/de/contact?x=1` },
    { website: domain },
  ],
});
