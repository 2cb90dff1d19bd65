import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { practice } from './provider.js';

describeConnector({
  provider: practice,
  connection: (url, token) => ({ settings: { baseUrl: url }, credentials: { token } }),
  isWrite: ({ path }) => path.endsWith('/batch/upsert'),
  company: {
    name: 'name',
    domain: 'domain',
    longText: 'description',
    number: 'employees',
    option: { name: 'lifecycle_stage', value: 'lead' },
    short: { name: 'vat_id', length: 50 },
    readOnly: 'created_at',
  },
  deal: { title: 'title', company: 'company_id' },
  task: { title: 'subject', company: 'company_id' },
  rows: 'named',
  reorder: (body) => {
    const { results } = JSON.parse(body) as { results: unknown[] };
    return JSON.stringify({ results: results.reverse() });
  },
  unknownField: 'refused',
  readOnlyField: 'read_only_field',
  wholeCallRefused: { status: 400, body: JSON.stringify({ code: 'invalid_request', message: 'Not like this.' }) },
  tellsRetryAfter: true,
  merged: 'gone',
  spellings: (domain) => [
    { domain },
    { domain: `www.${domain}` },
    { domain: domain.toUpperCase() },
    { website: `https://www.${domain}/about` },
  ],
});
