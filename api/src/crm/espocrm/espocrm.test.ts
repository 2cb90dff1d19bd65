import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { espocrm } from './provider.js';

describeConnector({
  provider: espocrm,
  connection: (url, token) => ({
    settings: { baseUrl: `${url}/espocrm`, user: 'admin' },
    credentials: { token },
  }),
  isWrite: ({ method, path }) => ['POST', 'PUT'].includes(method) && /\/(Account|Opportunity|Task)(\/|$)/.test(path),
  company: {
    name: 'name',
    notInName: /[<>=]/g,
    domain: 'website',
    longText: 'description',
    number: 'numberOfEmployees',
    option: { name: 'type', value: 'Customer' },
    short: { name: 'sicCode', length: 40 },
    readOnly: 'createdAt',
  },
  deal: { title: 'name', company: 'accountId', more: { amount: '1000', closeDate: '2026-12-24' } },
  task: { title: 'name', company: 'parentId', more: { parentType: 'Account' } },
  rows: 'single',
  unknownField: 'dropped',
  readOnlyField: 'dropped',
  wholeCallRefused: { status: 400, headers: { 'x-status-reason': 'Bad request.' }, body: '' },
  tellsRetryAfter: true,
  merged: 'gone',
  spellings: (domain) => [
    { website: domain },
    { website: `https://www.${domain}/` },
    { website: `http://WWW.${domain.toUpperCase()}/de/contact?x=1` },
  ],
});
