import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CreatedApiKey, Session } from '@integration-queue/shared/access';
import type { Integration } from '@integration-queue/shared/integration';
import type { Problem } from '@integration-queue/shared/problem';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type Caller, type TestWorkspace } from './api-house.js';

const CRM_TOKEN = 'canary-crm-token-7d1f';
const PASSWORD = 'canary-password-91c4';
const PAYLOAD = 'canary-payload-02ab';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
const logged: string[] = [];
const answered: string[] = [];

/** Keeps what the API answers, to look through it afterwards. */
function watched(caller: Caller): Caller {
  const call = caller.call.bind(caller);
  caller.call = async <T>(...args: Parameters<Caller['call']>) => {
    const answer = await call<T>(...args);
    answered.push(JSON.stringify(answer.body));
    return answer;
  };
  return caller;
}

beforeAll(async () => {
  crm = await startPracticeCrm({ token: CRM_TOKEN });
  house = await ApiHouse.open({ LOG_LEVEL: 'debug' }, { write: (line: string) => void logged.push(line) });
  workspace = await house.newWorkspace();
});
afterAll(() => Promise.all([house.close(), crm.close()]));

test('no secret is in the database, in the log or in an answer, whatever goes well or wrong', async () => {
  const admin = watched(workspace.admin);
  const settings = { baseUrl: crm.url };
  const connection = { provider: 'practice', name: 'CRM', settings, credentials: { token: CRM_TOKEN } };
  const { body: integration } = await admin.call<Integration>('POST', '/v1/integrations', { body: connection });
  const here = `/v1/integrations/${integration.id}`;
  expect(integration.account).toMatchObject({ name: 'Practice CRM' });
  await admin.call('GET', '/v1/integrations');
  await admin.call('PATCH', here, { body: { credentials: { token: CRM_TOKEN } } });
  await admin.call('POST', `${here}/test`);
  await admin.call('GET', `${here}/fields?object=company`);
  // Where it goes wrong: refused, unreachable, not understood.
  await admin.call('PATCH', here, { body: { credentials: { token: `${CRM_TOKEN}-wrong` } } });
  await admin.call('PATCH', here, {
    body: { settings: { baseUrl: 'http://127.0.0.1:9' }, credentials: { token: CRM_TOKEN } },
  });
  await admin.call('POST', '/v1/integrations', {
    body: { ...connection, credentials: { token: 1, [CRM_TOKEN]: CRM_TOKEN } },
  });
  const repeating = await startRepeating(CRM_TOKEN);
  const odoo = { baseUrl: repeating.url, database: 'db', user: 'admin' };
  const refused = await admin.call<Problem>('POST', '/v1/integrations', {
    body: { ...connection, provider: 'odoo', settings: odoo },
  });
  await repeating.close();
  expect(refused.body.detail).toContain('••••');

  const member = { email: 'canary@example.com', name: 'Canary', role: 'member', password: PASSWORD };
  await admin.call('POST', '/v1/members', { body: member });
  await admin.call('POST', '/v1/members', { body: { ...member, password: [PASSWORD] } });
  const { body: session } = await house.anybody.call<Session>('POST', '/v1/sessions', {
    body: { email: member.email, password: PASSWORD },
  });
  await house.as(session.token).call('GET', '/v1/me');
  const { body: renewed } = await house.anybody.call<Session>('POST', '/v1/sessions/refresh', {
    body: { refreshToken: session.refreshToken },
  });
  const { body: key } = await workspace.key.call<CreatedApiKey>('POST', '/v1/api-keys', {
    body: { name: 'Canary', scopes: ['syncs:read'] },
  });
  await house.as(key.key).call('GET', '/v1/syncs');
  await admin.call('GET', '/v1/api-keys');

  const tokens = [session.token, session.refreshToken, renewed.token, renewed.refreshToken, key.key, workspace.apiKey];
  const dump = await dumpOfDatabase();
  const log = logged.join('\n');
  for (const secret of [CRM_TOKEN, PASSWORD, ...tokens]) {
    expect(dump).not.toContain(secret);
    expect(log).not.toContain(secret);
  }
  for (const secret of [CRM_TOKEN, PASSWORD]) expect(answered.join('\n')).not.toContain(secret);
});

test('what customers send is in the database and in no log, also where it fails', async () => {
  const company = { name: PAYLOAD, domain: 'canary.example', description: PAYLOAD };
  const sync = { integrationId: workspace.integrationId, company };
  await workspace.key.call('POST', '/v1/syncs', { body: sync });
  await workspace.key.call('GET', `/v1/syncs?q=${PAYLOAD}`);
  await workspace.key.call('POST', '/v1/syncs', { body: { ...sync, [PAYLOAD]: PAYLOAD } });
  await house.database.query('alter table sync rename to moved');
  expect((await workspace.key.call('POST', '/v1/syncs', { body: sync })).status).toBe(500);
  await house.database.query('alter table moved rename to sync');
  expect(await dumpOfDatabase()).toContain(PAYLOAD);
  expect(logged.join('\n')).not.toContain(PAYLOAD);
});

test('a line of the log is JSON, and carries the id of its request', async () => {
  const { headers } = await workspace.key.call('POST', '/v1/nothing');
  const id = headers.get('x-request-id');
  const lines = () => logged.map((line) => JSON.parse(line) as { requestId?: string; msg: string });
  const line = lines().find(({ requestId }) => requestId === id);
  expect(line?.msg).toMatch(/^POST none 404 \d+ ms$/);
});

/** A CRM that sends what it was told back in where it leads to. */
async function startRepeating(secret: string): Promise<{ url: string; close: () => Promise<unknown> }> {
  const server = createServer((_, answer) =>
    answer.writeHead(302, { location: `https://crm.example/${secret}` }).end(),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => once(server.close(), 'close'),
  };
}

/** Every row of every table, as text. */
async function dumpOfDatabase(): Promise<string> {
  const tables = await house.database.query<{ name: string }[]>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const parts = [];
  for (const { name } of tables) {
    const rows = await house.database.query<{ text: string }[]>(`select t::text as text from ${name} t`);
    parts.push(...rows.map(({ text }) => text));
  }
  return parts.join('\n');
}
