import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Alert } from '@integration-queue/shared/alert';
import type { Company } from '@integration-queue/shared/company';
import type { Import } from '@integration-queue/shared/import';
import type { Sync } from '@integration-queue/shared/sync';
import type { Trigger } from '@integration-queue/shared/trigger';
import type { CreatedWebhook, Delivery } from '@integration-queue/shared/webhook';
import { SCOPES, type Scope } from '@integration-queue/shared/vocabulary';
import { ApiHouse, type Caller, type TestWorkspace } from './api-house.js';

/** Routes anybody may call. */
const OPEN = ['POST /v1/sessions', 'POST /v1/sessions/refresh', 'GET /v1/oauth/callback'];
/** Routes every caller with a token may use, whatever its scopes. */
const ANY_SCOPE = ['GET /v1/me', 'DELETE /v1/sessions/current'];

interface Route {
  method: string;
  path: string;
  name: string;
}

let house: ApiHouse;
let ours: TestWorkspace;
let theirs: TestWorkspace;
let routes: Route[];
/** By the part of the path before it: an id of the other workspace. */
let foreign: Record<string, string>;

beforeAll(async () => {
  house = await ApiHouse.open();
  [ours, theirs] = [await house.newWorkspace(), await house.newWorkspace()];
  const document = await house.anybody.call<{ paths: Record<string, Record<string, object>> }>('GET', '/openapi.json');
  routes = Object.entries(document.body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path,
      name: `${method.toUpperCase()} ${path}`,
    })),
  );
  const company = await theirs.key.call<Company>('POST', '/v1/companies', { body: { name: 'Theirs' } });
  const sync = await theirs.key.call<Sync>('POST', '/v1/syncs', {
    body: { integrationId: theirs.integrationId, companyId: company.body.id },
  });
  const [issue] = await house.database.query<{ id: string }[]>(
    `insert into issue (workspace_id, integration_id, object, code, message)
     values ($1, $2, 'company', 'invalid_value', 'No') returning id`,
    [theirs.workspaceId, theirs.integrationId],
  );
  const imported = await theirs.key.call<Import>('POST', '/v1/companies/import', {
    raw: { text: 'name\nTheirs too\n', type: 'text/csv' },
  });
  const trigger = await theirs.admin.call<Trigger>('POST', '/v1/triggers', {
    body: {
      name: 'Theirs',
      on: 'company',
      integrationId: theirs.integrationId,
      conditions: { all: [] },
      actions: [{ object: 'company' }],
    },
  });
  const webhook = await theirs.admin.call<CreatedWebhook>('POST', '/v1/webhooks', {
    body: { url: 'https://hooks.example.com', events: ['sync.failed'] },
  });
  const delivery = await theirs.admin.call<Delivery>('POST', `/v1/webhooks/${webhook.body.id}/ping`);
  const alert = await theirs.admin.call<Alert>('POST', '/v1/alerts', {
    body: { kind: 'slack', url: 'https://hooks.slack.com/services/T0' },
  });
  const member = await house.newMember(theirs);
  const key = await house.newKey(theirs, ['syncs:read']);
  foreign = {
    syncs: sync.body.id,
    companies: company.body.id,
    integrations: theirs.integrationId,
    members: member.id,
    'api-keys': key.id,
    imports: imported.body.id,
    issues: issue!.id,
    triggers: trigger.body.id,
    alerts: alert.body.id,
    webhooks: webhook.body.id,
    deliveries: delivery.body.id,
  };
});
afterAll(() => house.close());

const versioned = () => routes.filter(({ path }) => path.startsWith('/v1/'));
const guarded = () => versioned().filter(({ name }) => !OPEN.includes(name));

const QUERIES: Record<string, string> = {
  fields: '?object=company',
  'send-fields': '?object=deal',
  matches: '?domain=acme.example',
};

/** The route's address with ids of the other workspace, and a body that is as good as we can make one up. */
function foreignCall({ method, path }: Route): [string, string, { body?: unknown }] {
  const address = path
    .replace('{object}', 'company')
    .replace(/\/([\w-]+)\/\{(\w+)\}/g, (_, room: string, name: string) => {
      const id = foreign[room];
      if (id === undefined) throw new Error(`No foreign id is known for ${path} (${name})`);
      return `/${room}/${id}`;
    });
  const query = QUERIES[path.split('/').at(-1)!] ?? '';
  const body = bodyOf(`${method} ${path}`);
  return [method, address + query, body === undefined ? {} : { body }];
}

function bodyOf(name: string): unknown {
  if (name === 'PATCH /v1/members/{id}') return { name: 'Mine now' };
  if (name === 'PATCH /v1/companies/{id}') return { name: 'Mine now' };
  if (name === 'PATCH /v1/integrations/{id}') return { name: 'Mine now' };
  if (name === 'PUT /v1/integrations/{id}/mappings/{object}') return { rows: [] };
  if (name === 'POST /v1/integrations/{id}/mappings/{object}/preview') return { companyId: foreign['companies'] };
  if (name === 'POST /v1/syncs/{id}/match') return { crmId: null };
  if (name === 'PATCH /v1/triggers/{id}') return { name: 'Mine now' };
  if (name === 'PATCH /v1/alerts/{id}') return { enabled: false };
  if (name === 'PATCH /v1/webhooks/{id}') return { enabled: false };
  if (name === 'PATCH /v1/issues/{id}') return { state: 'muted' };
  return name.startsWith('GET') || name.startsWith('DELETE') ? undefined : {};
}

test('the document names the routes of the house', () => {
  expect(versioned().length).toBeGreaterThan(30);
});

test('no route but the sign-in opens without a token', async () => {
  for (const route of guarded()) {
    const [method, address, options] = foreignCall(route);
    const problem = await house.anybody.refused(method, address, options);
    expect([route.name, problem.status, problem.code]).toEqual([route.name, 401, 'unauthenticated']);
  }
});

test('an id of another workspace is not found, by any route, for its admin and its key', async () => {
  const before = await snapshot();
  const withId = guarded().filter(({ path }) => path.includes('{id}'));
  expect(withId.length).toBeGreaterThan(15);
  for (const route of withId) {
    for (const caller of [ours.admin, ours.key]) {
      const [method, address, options] = foreignCall(route);
      const problem = await caller.refused(method, address, options);
      expect([route.name, problem.status, problem.code]).toEqual([route.name, 404, 'not_found']);
    }
  }
  expect(await snapshot()).toEqual(before);
});

test('without the scope a route is forbidden; with a session or key of another scope too', async () => {
  const keys = new Map<Scope, Caller>();
  for (const scope of SCOPES) keys.set(scope, await house.newKey(ours, [scope]));
  for (const route of guarded().filter(({ name }) => !ANY_SCOPE.includes(name))) {
    const allowed: Scope[] = [];
    for (const [scope, key] of keys) {
      // A stream is let in or not: it does not end by itself.
      const { status } = route.path === '/v1/events' ? await peek(key) : await key.call(...foreignCall(route));
      if (status !== 403) allowed.push(scope);
    }
    expect([route.name, allowed.length]).toEqual([route.name, 1]);
  }
});

describe('a member', () => {
  test('may send and see, and not change what belongs to the workspace', async () => {
    const member = await house.newMember(ours);
    const adminOnly = [];
    for (const route of guarded().filter(({ path }) => path !== '/v1/events')) {
      if (route.name === 'DELETE /v1/sessions/current') continue;
      const { status } = await member.call(...foreignCall(route));
      if (status === 403) adminOnly.push(route.name);
    }
    const rooms = new Set(adminOnly.map((name) => name.split('/')[2]));
    expect([...rooms].sort()).toEqual([
      'alerts',
      'api-keys',
      'integrations',
      'members',
      'oauth',
      'triggers',
      'webhooks',
    ]);
    expect(adminOnly).toContain('POST /v1/integrations/{id}/pause');
    expect(adminOnly).not.toContain('GET /v1/integrations/{id}');
  });
});

test('lists, searches and counts show nothing of another workspace', async () => {
  for (const path of ['/v1/syncs', '/v1/syncs?q=Theirs', '/v1/companies', '/v1/companies?q=Theirs']) {
    expect((await ours.key.call<{ items: object[] }>('GET', path)).body.items).toEqual([]);
  }
  const filtered = await ours.key.call<{ items: object[] }>('GET', `/v1/syncs?integrationId=${theirs.integrationId}`);
  expect(filtered.body.items).toEqual([]);
  const bulk = await ours.key.call('POST', '/v1/syncs/delete', {
    body: { filter: { integrationId: theirs.integrationId } },
  });
  expect(bulk.body).toEqual({ matched: 0, done: 0, refused: [] });
});

/** Everything the other workspace has, to see that nothing of it changed. */
async function snapshot(): Promise<unknown> {
  const tables = [
    'company',
    'sync',
    'integration',
    'mapping',
    'issue',
    'import',
    'member',
    'trigger',
    'alert',
    'webhook',
    'webhook_delivery',
    'audit_log',
  ];
  return Promise.all(
    tables.map((table) =>
      house.database.query(`select * from ${table} where workspace_id = $1 order by id`, [theirs.workspaceId]),
    ),
  );
}

async function peek(caller: Caller): Promise<{ status: number }> {
  const leave = new AbortController();
  const { status } = await fetch(`${caller.url}/v1/events`, {
    headers: { authorization: `Bearer ${caller.token}` },
    signal: leave.signal,
  });
  leave.abort();
  return { status };
}
