import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { startReceiverStandIn } from '../../../test/receiver-stand-in.ts';
import { webhook } from './provider.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describeConnector({
  provider: webhook,
  standIn: () => startReceiverStandIn(SECRET),
  connection: (url, token) => ({
    settings: { baseUrl: `${url}/hook`, mode: 'batch' },
    credentials: { token, secret: SECRET },
  }),
  canBeAsked: false,
  isWrite: ({ path }) => path === '/hook',
  company: { name: 'name', domain: 'domain' },
  requiresName: false,
  rows: 'named',
  reorder: (body) => {
    const { results } = JSON.parse(body) as { results: unknown[] };
    return JSON.stringify({ results: results.reverse() });
  },
  unknownField: 'dropped',
  wholeCallRefused: { status: 400, body: 'Not like this.' },
  tellsRetryAfter: true,
  merged: 'gone',
  spellings: (domain) => [{ domain }],
});
