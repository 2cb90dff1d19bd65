import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from '@integration-queue/shared';
import type { CreatedApiKey } from '@integration-queue/shared/access';
import type { Alert } from '@integration-queue/shared/alert';
import type { Company } from '@integration-queue/shared/company';
import type { Sync } from '@integration-queue/shared/sync';
import type { Trigger } from '@integration-queue/shared/trigger';
import type { CreatedWebhook, Delivery } from '@integration-queue/shared/webhook';
import { OAUTH_CLIENT } from '../../../e2e/practice-crm/oauth.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { startReceiver, type Receiver } from '../receiver.js';
import { ApiHouse, type CallOptions, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

type Call = [address: string, options?: CallOptions];

/** Routes that take no key, as the document says with its reason. */
const NO_KEY = [
  'POST /v1/integrations/{id}/mappings/{object}/preview',
  'POST /v1/sessions',
  'POST /v1/sessions/refresh',
  'POST /v1/syncs/export',
  'POST /v1/syncs/stream',
  'POST /v1/triggers/test',
  'POST /v1/triggers/{id}/test',
].sort();

interface Operation {
  parameters?: { name: string; in: string }[];
  responses: Record<string, { description: string }>;
  'x-no-idempotency-key'?: string;
}

let house: ApiHouse;
let crm: PracticeCrm;
let receiver: Receiver;
let workspace: TestWorkspace;
let posts: [string, Operation][];

beforeAll(async () => {
  [crm, receiver] = await Promise.all([startPracticeCrm(), startReceiver()]);
  house = await ApiHouse.open({
    OAUTH_HUBSPOT_CLIENT_ID: OAUTH_CLIENT.id,
    OAUTH_HUBSPOT_CLIENT_SECRET: OAUTH_CLIENT.secret,
    OAUTH_HUBSPOT_BASE_URL: `${crm.url}/hubspot`,
  });
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  const { body } = await house.anybody.call<{ paths: Record<string, { post?: Operation }> }>('GET', '/openapi.json');
  posts = Object.entries(body.paths).flatMap(([path, { post }]): [string, Operation][] =>
    post ? [[`POST ${path}`, post]] : [],
  );
});
afterAll(() => Promise.all([house.close(), crm.close(), receiver.close()]));

const made = async <T extends { id: string }>(path: string, body: object): Promise<T> => {
  const answer = await workspace.admin.call<T>('POST', path, { body });
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const entry = async (status: string, more = '') => {
  const { body } = await new Sender(house, workspace).send({
    company: { name: 'Entry', domain: `${random()}.example` },
  });
  await house.database.query(`update sync set status = $2 ${more} where id = $1`, [body.id, status]);
  return body.id;
};
const random = () => Math.random().toString(36).slice(2);
const webhook = () =>
  made<CreatedWebhook>('/v1/webhooks', { url: 'https://hooks.example.com', events: ['sync.failed'] });
const trigger = () => ({
  name: 'Each',
  on: 'company',
  integrationId: workspace.integrationId,
  conditions: { all: [] },
  actions: [{ object: 'company' }],
});
const integration = (rest: string) => (): Promise<Call> =>
  Promise.resolve([`/v1/integrations/${workspace.integrationId}${rest}`]);

/** A good call of each route that takes a key: its address, and its body where it has one. */
const CALLS: Record<string, () => Promise<Call>> = {
  'POST /v1/alerts': () =>
    Promise.resolve(['/v1/alerts', { body: { kind: 'slack', url: 'https://hooks.slack.com/services/T0' } }]),
  'POST /v1/alerts/{id}/test': async () => [
    `/v1/alerts/${(await made<Alert>('/v1/alerts', { kind: 'slack', url: receiver.url })).id}/test`,
  ],
  'POST /v1/api-keys': () => Promise.resolve(['/v1/api-keys', { body: { name: 'One', scopes: ['syncs:read'] } }]),
  'POST /v1/api-keys/{id}/rotate': async () => {
    const { id } = await made<CreatedApiKey>('/v1/api-keys', { name: 'Old', scopes: ['syncs:read'] });
    return [`/v1/api-keys/${id}/rotate`, { body: { overlapSeconds: 60 } }];
  },
  'POST /v1/companies': () => Promise.resolve(['/v1/companies', { body: { name: 'One', domain: 'one.example' } }]),
  'POST /v1/companies/import': () =>
    Promise.resolve(['/v1/companies/import', { raw: { text: 'name\nImported\n', type: 'text/csv' } }]),
  'POST /v1/companies/imports/{id}/cancel': async () => {
    const [row] = await house.database.query<{ id: string }[]>(
      'insert into import (id, workspace_id) values (gen_random_uuid(), $1) returning id',
      [workspace.workspaceId],
    );
    return [`/v1/companies/imports/${row!.id}/cancel`];
  },
  'POST /v1/integrations': () =>
    Promise.resolve([
      '/v1/integrations',
      {
        body: {
          provider: 'practice',
          name: 'Another',
          settings: { baseUrl: crm.url },
          credentials: { token: crm.token },
        },
      },
    ]),
  'POST /v1/integrations/{id}/mappings/check': integration('/mappings/check'),
  'POST /v1/integrations/{id}/pause': integration('/pause'),
  'POST /v1/integrations/{id}/resume': integration('/resume'),
  'POST /v1/integrations/{id}/test': integration('/test'),
  'POST /v1/issues/{id}/check': async () => {
    const [issue] = await house.database.query<{ id: string }[]>(
      `insert into issue (workspace_id, integration_id, object, code, message)
       values ($1, $2, 'company', 'invalid_value', 'No') returning id`,
      [workspace.workspaceId, workspace.integrationId],
    );
    return [`/v1/issues/${issue!.id}/check`];
  },
  'POST /v1/members': () =>
    Promise.resolve([
      '/v1/members',
      { body: { email: `${random()}@example.com`, name: 'Mia', role: 'member', password: 'correct horse battery' } },
    ]),
  'POST /v1/oauth/start': () => Promise.resolve(['/v1/oauth/start', { body: { provider: 'hubspot', name: 'Hub' } }]),
  'POST /v1/syncs': () =>
    Promise.resolve([
      '/v1/syncs',
      { body: { integrationId: workspace.integrationId, company: { name: 'Sent', domain: 'sent.example' } } },
    ]),
  'POST /v1/syncs/batch': () =>
    Promise.resolve([
      '/v1/syncs/batch',
      { body: { items: [{ integrationId: workspace.integrationId, company: { name: 'B', domain: 'b.example' } }] } },
    ]),
  'POST /v1/syncs/delete': async () => ['/v1/syncs/delete', { body: { ids: [await entry('pending')] } }],
  'POST /v1/syncs/retry': async () => ['/v1/syncs/retry', { body: { ids: [await entry('error')] } }],
  'POST /v1/syncs/{id}/match': async () => [
    `/v1/syncs/${await entry('error', `, error_code = 'ambiguous_match'`)}/match`,
    { body: { crmId: null } },
  ],
  'POST /v1/syncs/{id}/restore': async () => [`/v1/syncs/${await entry('deleted')}/restore`],
  'POST /v1/syncs/{id}/retry': async () => [`/v1/syncs/${await entry('error')}/retry`],
  'POST /v1/triggers': () => Promise.resolve(['/v1/triggers', { body: trigger() }]),
  'POST /v1/visits': () =>
    Promise.resolve([
      '/v1/visits',
      { body: { items: [{ company: { name: 'V', domain: 'v.example' }, at: new Date().toISOString() }] } },
    ]),
  'POST /v1/webhooks': () =>
    Promise.resolve(['/v1/webhooks', { body: { url: 'https://hooks.example.com', events: ['sync.failed'] } }]),
  'POST /v1/webhooks/{id}/deliveries/{deliveryId}/resend': async () => {
    const { id } = await webhook();
    return [`/v1/webhooks/${id}/deliveries/${(await made<Delivery>(`/v1/webhooks/${id}/ping`, {})).id}/resend`];
  },
  'POST /v1/webhooks/{id}/ping': async () => [`/v1/webhooks/${(await webhook()).id}/ping`],
  'POST /v1/webhooks/{id}/rotate-secret': async () => [`/v1/webhooks/${(await webhook()).id}/rotate-secret`],
};

/** As good a call, of something else; where nothing is named, of something the route does not know. */
function changed({ body, raw }: CallOptions): CallOptions {
  if (raw) return { raw: { ...raw, text: 'name\nAnother\n' } };
  const renamed: unknown = JSON.parse(JSON.stringify(body ?? {}).replace(/"name":"\w+"/, '"name":"Another"'));
  return { body: JSON.stringify(renamed) === JSON.stringify(body ?? {}) ? { other: true } : renamed };
}

/** Rows there are of everything a POST can make. */
async function countRows(): Promise<Record<string, number>> {
  const tables = ['audit_log', 'alert', 'api_key', 'company', 'import', 'integration', 'member', 'oauth_state'];
  const counts: Record<string, number> = {};
  for (const table of [...tables, 'sync', 'trigger', 'webhook', 'webhook_delivery', 'visit']) {
    const [row] = await house.database.query<{ count: number }[]>(`select count(*)::int as count from ${table}`);
    counts[table] = row!.count;
  }
  counts['messages'] = receiver.received.length;
  return counts;
}

describe('the document', () => {
  test('says of every POST that it takes an Idempotency-Key and how it can end, or why it takes none', () => {
    const keyed = posts.filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'));
    for (const [name, { responses }] of keyed) {
      expect([name, responses['422']?.description]).toEqual([name, expect.stringContaining('idempotency_key_reused')]);
      expect([name, responses['409']?.description]).toEqual([name, expect.stringContaining('request_in_progress')]);
    }
    const others = posts.filter((post) => !keyed.includes(post));
    expect(others.map(([name]) => name).sort()).toEqual(NO_KEY);
    for (const [, operation] of others) expect(operation['x-no-idempotency-key']).toMatch(/\w/);
  });
});

test('every POST that takes a key does its work once, for twins at once and later, and refuses another body', async () => {
  const names = posts.map(([name]) => name).filter((name) => !NO_KEY.includes(name));
  expect(Object.keys(CALLS).sort()).toEqual(names.sort());
  for (const name of names) {
    const [address, options = {}] = await CALLS[name]!();
    const key = `${name} ${random()}`;
    const send = (changes: CallOptions = {}) =>
      workspace.admin.call<object>('POST', address, { ...options, ...changes, headers: { 'idempotency-key': key } });
    const before = await countRows();
    const twins =
      // Twins of an import wait for the first's file, which is told where it is tested.
      name === 'POST /v1/companies/import' ? [await send()] : await Promise.all([send(), send(), send()]);
    const once = await countRows();
    const later = await send();
    expect([name, twins[0]!.status < 300, twins[0]!.body]).toEqual([name, true, expect.anything()]);
    for (const answer of [...twins.slice(1), later])
      expect([name, answer.status, answer.body]).toEqual([name, twins[0]!.status, twins[0]!.body]);
    expect([name, await countRows()]).toEqual([name, once]);
    for (const [table, count] of Object.entries(once)) {
      // A send brings its company's row along, a connected CRM nothing else: nothing is there twice.
      expect([name, table, count - before[table]! <= 1]).toEqual([name, table, true]);
    }
    expect([name, (await send(changed(options))).body]).toEqual([
      name,
      expect.objectContaining({ code: 'idempotency_key_reused', status: 422 }),
    ]);
  }
});

test('what a preview or the test of a trigger answers is not kept', async () => {
  const { id: companyId } = await made<Company>('/v1/companies', { name: 'Seen' });
  const { id } = await made<Trigger>('/v1/triggers', trigger());
  for (const [path, body] of [
    [`/v1/integrations/${workspace.integrationId}/mappings/company/preview`, { companyId }],
    ['/v1/triggers/test', trigger()],
    [`/v1/triggers/${id}/test`, undefined],
  ] as const) {
    const headers = { 'idempotency-key': 'unkept' };
    expect([path, (await workspace.admin.call('POST', path, { body, headers })).status]).toEqual([path, 200]);
  }
  expect(await house.database.query('select 1 from idempotency where key = $1', ['unkept'])).toEqual([]);
});

test('an answer that shows a secret is kept sealed', async () => {
  const key = random();
  const create = () =>
    workspace.admin.call<CreatedApiKey>('POST', '/v1/api-keys', {
      body: { name: 'Sealed', scopes: ['syncs:read'] },
      headers: { 'idempotency-key': key },
    });
  const { body } = await create();
  const [row] = await house.database.query<{ row: string }[]>(
    'select to_jsonb(i)::text as row from idempotency i where key = $1',
    [key],
  );
  expect(row!.row).toContain('v1.test.');
  expect(row!.row).not.toContain(body.key);
  expect((await create()).body.key).toBe(body.key);
  expect((await house.as(body.key).call<{ items: Sync[] }>('GET', '/v1/syncs')).status).toBe(200);
});

test('the client gives any call a key', async () => {
  const client = createClient({ url: house.url, token: workspace.key.token! });
  const create = () => client.once('the-hook').createWebhook({ url: 'https://o.example.com', events: ['sync.failed'] });
  const [first, second] = [await create(), await create()];
  expect(second).toEqual(first);
  expect((await client.listWebhooks()).items.filter(({ url }) => url === 'https://o.example.com')).toHaveLength(1);
});
