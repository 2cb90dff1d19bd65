import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { pipedrive } from './provider.js';

describeConnector({
  provider: pipedrive,
  connection: (url, token) => ({ settings: { baseUrl: `${url}/pipedrive` }, credentials: { token } }),
  isWrite: ({ method, path }) =>
    ['POST', 'PATCH'].includes(method) && /\/(organizations|deals|activities)(\/|$)/.test(path),
  company: {
    name: 'name',
    domain: 'website',
    number: 'employee_count',
    option: { name: 'industry', value: '7' },
    readOnly: 'add_time',
  },
  deal: { title: 'title', company: 'org_id' },
  task: { title: 'subject', company: 'org_id' },
  rows: 'single',
  unknownField: 'refused',
  wholeCallRefused: {
    status: 400,
    body: JSON.stringify({ success: false, error: 'Bad request', error_info: 'No.', data: null }),
  },
  tellsRetryAfter: true,
  merged: 'gone',
  spellings: (domain) => [{ website: domain }, { website: `https://www.${domain}/` }],
});
