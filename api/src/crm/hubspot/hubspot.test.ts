import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { hubspot } from './provider.js';

describeConnector({
  provider: hubspot,
  connection: (url, token) => ({ settings: { baseUrl: `${url}/hubspot` }, credentials: { token } }),
  isWrite: ({ path }) => /\/batch\/(upsert|update)$/.test(path),
  company: {
    name: 'name',
    domain: 'domain',
    longText: 'description',
    number: 'numberofemployees',
    option: { name: 'lifecyclestage', value: 'lead' },
    short: { name: 'founded_year', length: 65_536 },
    readOnly: 'createdate',
  },
  requiresName: false,
  deal: { title: 'dealname', company: 'association:company' },
  task: { title: 'hs_task_subject', company: 'association:company' },
  rows: 'named',
  unknownField: 'refused',
  readOnlyField: 'read_only_field',
  wholeCallRefused: {
    status: 400,
    body: JSON.stringify({ status: 'error', category: 'VALIDATION_ERROR', message: 'Invalid input JSON on line 1' }),
  },
  tellsRetryAfter: false,
  merged: 'followed',
  spellings: (domain) => [{ domain }],
});
