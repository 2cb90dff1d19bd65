import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Import } from '@integration-queue/shared/import';
import { ApiHouse, type TestWorkspace } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
});
afterAll(() => house.close());

describe('health', () => {
  test('is there for anybody', async () => {
    expect((await house.anybody.call('GET', '/health/live')).status).toBe(200);
    expect((await house.anybody.call('GET', '/health/ready')).status).toBe(200);
  });

  test('is not ready without the database, though alive', async () => {
    const cut = await ApiHouse.open();
    await cut.database.destroy();
    expect((await cut.anybody.call('GET', '/health/live')).status).toBe(200);
    expect(await cut.anybody.refused('GET', '/health/ready')).toMatchObject({ status: 503, code: 'not_ready' });
    await cut.database.initialize();
    await cut.close();
  });
});

describe('metrics', () => {
  test('tell the state of the queue and of the process, and name no workspace', async () => {
    await workspace.key.call('POST', '/v1/syncs', {
      body: { integrationId: workspace.integrationId, company: { name: 'Acme', domain: 'acme.example' } },
    });
    const { status, body } = await house.anybody.call<string>('GET', '/metrics');
    expect(status).toBe(200);
    expect(body).toMatch(/^iq_syncs\{provider="practice",status="pending"\} 1$/m);
    expect(body).toMatch(/^iq_sync_oldest_due_seconds\{provider="practice"\} \d/m);
    expect(body).toMatch(/^iq_http_request_seconds_count\{method="POST",route="\/v1\/syncs",status="201"\} 1$/m);
    expect(body).toMatch(/^iq_nodejs_eventloop_lag_seconds /m);
    expect(body).not.toMatch(/acme/i);
    expect(body).not.toContain(workspace.workspaceId);
  });

  test('are for this machine, or for who has the token', async () => {
    for (const from of ['203.0.113.7', '127.0.0.1']) {
      const headers = { 'x-forwarded-for': from };
      expect((await house.anybody.refused('GET', '/metrics', { headers })).status).toBe(401);
    }
    const guarded = await ApiHouse.open({ METRICS_TOKEN: 'metrics-token' });
    expect((await guarded.anybody.refused('GET', '/metrics')).status).toBe(401);
    expect((await guarded.as('wrong-token-00').refused('GET', '/metrics')).status).toBe(401);
    expect((await guarded.as('metrics-token').call('GET', '/metrics')).status).toBe(200);
    await guarded.close();
  });
});

test('a request that is being worked on is answered before the process ends', async () => {
  const stopping = await ApiHouse.open();
  const { key } = await stopping.newWorkspace();
  let finish = (): void => undefined;
  let begun = (): void => undefined;
  const isRead = new Promise<void>((resolve) => (begun = resolve));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('name\nFirst\n'));
      finish = () => {
        controller.enqueue(new TextEncoder().encode('Last\n'));
        controller.close();
      };
    },
    // Asked for more: what came first has been read.
    pull: () => begun(),
  });
  const answer = fetch(`${stopping.url}/v1/companies/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.token}`, 'content-type': 'text/csv' },
    body,
    duplex: 'half',
  });
  await isRead;
  const closed = stopping.close();
  finish();
  const { status, ...response } = await answer.then(async (done) => ({
    status: done.status,
    body: (await done.json()) as Import,
  }));
  expect(status).toBe(201);
  expect(response.body).toMatchObject({ lines: 2, created: 2 });
  await closed;
});

test('setting up again finds what is there, with the new password and address; a lost key is replaced', async () => {
  const first = await house.newWorkspace();
  const again = await house.setUp({ ...first, password: 'another long password', crmUrl: 'http://127.0.0.1:10' });
  expect(again).toMatchObject({
    workspaceId: first.workspaceId,
    integrationId: first.integrationId,
    apiKey: first.apiKey,
  });
  expect(await house.signIn(again)).toBeDefined();
  const { body } = await first.key.call<{ baseUrl: string }>('GET', `/v1/integrations/${first.integrationId}`);
  expect(body.baseUrl).toBe('http://127.0.0.1:10');
  for (const apiKey of ['', 'nonsense']) {
    const replaced = await house.setUp({ ...first, apiKey });
    expect(replaced.workspaceId).toBe(first.workspaceId);
    expect((await house.as(replaced.apiKey).call('GET', '/v1/me')).status).toBe(200);
  }
  expect((await first.key.call('GET', '/v1/me')).status).toBe(200);
});
