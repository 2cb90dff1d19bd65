import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { type Receiver, startReceiver } from '../receiver.js';

/** What each CRM of the user's own address needs beside it. */
const NEEDED = {
  odoo: { settings: { database: 'crm', user: 'sync' }, credentials: { token: 'secret' } },
  espocrm: { settings: {}, credentials: { token: 'secret' } },
  webhook: { settings: {}, credentials: { secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}` } },
} as const;
const HOSTS = ['127.0.0.1', '2130706433', '0177.0.0.1', '10.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost'];

let house: ApiHouse;
let workspace: TestWorkspace;
let receiver: Receiver;

beforeAll(async () => {
  // As an operator who allows nothing.
  house = await ApiHouse.open({ ALLOWED_ADDRESSES: [] });
  workspace = await house.newWorkspace();
  receiver = await startReceiver();
});
afterAll(() => Promise.all([house.close(), receiver.close()]));

const CASES = Object.keys(NEEDED).flatMap((provider) =>
  HOSTS.map((host) => [provider as keyof typeof NEEDED, host] as const),
);

test.each(CASES)('%s at %s is not connected, and nothing is sent there', async (provider, host) => {
  const { settings, credentials } = NEEDED[provider];
  const baseUrl = `http://${host}:${new URL(receiver.url).port}`;
  const body = { provider, name: 'Mine', settings: { ...settings, baseUrl }, credentials };
  expect(await workspace.admin.refused('POST', '/v1/integrations', { body })).toMatchObject({
    status: 422,
    code: 'connection_refused',
    detail: expect.stringContaining('private network'),
  });
  expect(receiver.received).toEqual([]);
});
