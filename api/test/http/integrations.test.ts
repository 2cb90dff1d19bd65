import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ConnectionTest, Integration, IntegrationList, ProviderInfo } from '@integration-queue/shared/integration';
import type { Mapping } from '@integration-queue/shared/mapping';
import type { Sync, SyncPage } from '@integration-queue/shared/sync';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from './api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let here: string;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  here = `/v1/integrations/${workspace.integrationId}`;
});

const connection = (more: object = {}) => ({
  provider: 'practice',
  name: 'Second',
  settings: { baseUrl: crm.url },
  credentials: { token: crm.token },
  ...more,
});
const read = async () => (await workspace.key.call<Integration>('GET', here)).body;
const stored = async (id: string) =>
  (
    await house.database.query<{ credentials: string | null }[]>('select credentials from integration where id = $1', [
      id,
    ])
  )[0]!;

test('the CRMs that can be connected say what they need', async () => {
  const { body } = await workspace.key.call<{ items: ProviderInfo[] }>('GET', '/v1/providers');
  expect(body.items.find(({ provider }) => provider === 'practice')).toMatchObject({
    name: 'Practice CRM',
    objects: ['company', 'deal', 'task'],
    settings: expect.arrayContaining([expect.objectContaining({ name: 'token', secret: true, required: true })]),
  });
});

describe('connecting', () => {
  const connect = (more?: object) =>
    workspace.admin.call<Integration>('POST', '/v1/integrations', { body: connection(more) });

  test('asks the CRM who we are, keeps the token sealed and brings a mapping for each object', async () => {
    const { status, body } = await connect({ holdSeconds: 30 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      provider: 'practice',
      name: 'Second',
      status: 'active',
      error: null,
      waiting: null,
      account: { name: 'Practice CRM' },
      baseUrl: crm.url,
      holdSeconds: 30,
      counts: { pending: 0, processing: 0, processed: 0, error: 0 },
    });
    expect(JSON.stringify(body)).not.toContain(crm.token);
    expect((await stored(body.id)).credentials).toMatch(/^v1\./);
    for (const object of ['company', 'deal', 'task']) {
      const { body: mapping } = await workspace.key.call<Mapping>(
        'GET',
        `/v1/integrations/${body.id}/mappings/${object}`,
      );
      expect(mapping).toMatchObject({ object, version: 1, problems: [] });
      expect(mapping.rows.length).toBeGreaterThan(3);
    }
    const { body: list } = await workspace.key.call<IntegrationList>('GET', '/v1/integrations');
    expect(list.items.map(({ name }) => name)).toEqual(['Practice CRM', 'Second']);
  });

  test.each([
    ['a token the CRM refuses', { credentials: { token: 'wrong' } }, 422, 'connection_refused'],
    ['an address nobody answers at', { settings: { baseUrl: 'http://127.0.0.1:9' } }, 502, 'crm_unreachable'],
    ['an address in a private network', { settings: { baseUrl: 'http://10.0.0.1' } }, 422, 'connection_refused'],
    ['no address', { settings: {} }, 400, 'invalid_request'],
    ['what is no address', { settings: { baseUrl: 'crm' } }, 400, 'invalid_request'],
    ['a file for an address', { settings: { baseUrl: 'file:///etc/passwd' } }, 400, 'invalid_request'],
    ['an address with a password', { settings: { baseUrl: 'http://a:b@127.0.0.1:9' } }, 400, 'invalid_request'],
    ['no token', { credentials: {} }, 400, 'invalid_request'],
    ['a setting nobody knows', { settings: { baseUrl: 'http://127.0.0.1:9', colour: 'blue' } }, 400, 'invalid_request'],
    ['a CRM nobody knows', { provider: 'abacus' }, 400, 'invalid_request'],
    ['no name', { name: '' }, 400, 'invalid_request'],
    ['an endless undo window', { holdSeconds: 601 }, 400, 'invalid_request'],
  ])('with %s is refused and stores nothing', async (_, more, status, code) => {
    const answer = await connect(more);
    expect(answer).toMatchObject({ status, body: { code } });
    const { body: list } = await workspace.key.call<IntegrationList>('GET', '/v1/integrations');
    expect(list.items).toHaveLength(1);
  });
});

describe('changing', () => {
  const change = (body: object) => workspace.admin.call<Integration & { code?: string }>('PATCH', here, { body });

  test('renames and sets the undo window without asking the CRM', async () => {
    expect((await change({ name: 'Renamed', holdSeconds: 0 })).body).toMatchObject({ name: 'Renamed', holdSeconds: 0 });
  });

  test('reconnects: new credentials clear what needed attention, wrong ones change nothing', async () => {
    await house.database.query(
      `update integration set status = 'needs_attention', error_code = 'token_expired', error_message = 'Old', error_hint = '',
       error_since = now() where id = $1`,
      [workspace.integrationId],
    );
    const before = await stored(workspace.integrationId);
    expect((await change({ credentials: { token: 'wrong' } })).status).toBe(422);
    expect(await stored(workspace.integrationId)).toEqual(before);
    expect((await read()).status).toBe('needs_attention');
    expect((await change({ credentials: { token: crm.token } })).body).toMatchObject({ status: 'active', error: null });
  });

  test('never sends a stored token to a new address', async () => {
    const thief = await startPracticeCrm();
    const answer = await change({ settings: { baseUrl: thief.url } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const { calls } = (await (await fetch(`${thief.url}/api/ledger`)).json()) as { calls: { total: number } };
    expect(calls.total).toBe(0);
    const moved = await change({ settings: { baseUrl: thief.url }, credentials: { token: thief.token } });
    expect(moved.body.baseUrl).toBe(thief.url);
    await thief.close();
  });

  test('refuses a setting nobody knows', async () => {
    expect((await change({ settings: { colour: 'blue' } })).status).toBe(400);
  });
});

describe('testing', () => {
  const check = async () => (await workspace.admin.call<ConnectionTest>('POST', `${here}/test`)).body;
  const setFaults = (faults: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });

  test('says who we are', async () => {
    expect(await check()).toMatchObject({ ok: true, account: { name: 'Practice CRM' }, error: null });
    expect((await read()).account).toMatchObject({ name: 'Practice CRM' });
  });

  test('of a token that is no longer accepted marks the integration, until it is accepted again', async () => {
    await setFaults({ expiredToken: true });
    expect(await check()).toMatchObject({
      ok: false,
      error: { code: 'token_expired', message: expect.any(String), hint: expect.any(String) },
      integration: { status: 'needs_attention', error: { code: 'token_expired', since: expect.any(String) } },
    });
    await setFaults({ expiredToken: false });
    expect(await check()).toMatchObject({ ok: true, integration: { status: 'active', error: null } });
  });
});

describe('pausing', () => {
  test('stops, resuming goes on, and both say so in the audit log', async () => {
    const paused = (await workspace.admin.call<Integration>('POST', `${here}/pause`)).body;
    expect(paused).toMatchObject({ status: 'paused', pausedSince: expect.any(String) });
    expect((await workspace.admin.call<Integration>('POST', `${here}/pause`)).body).toMatchObject({
      status: 'paused',
      pausedSince: paused.pausedSince,
    });
    const { body } = await workspace.key.call<Sync>('POST', '/v1/syncs', {
      body: { integrationId: workspace.integrationId, company: { name: 'Acme' } },
    });
    expect(body.reason).toEqual({ code: 'paused' });
    expect((await workspace.admin.call<Integration>('POST', `${here}/resume`)).body).toMatchObject({
      status: 'active',
      pausedSince: null,
    });
    const logged = await house.database.query<{ action: string }[]>(
      'select action from audit_log where target_id = $1 order by id',
      [workspace.integrationId],
    );
    expect(logged.map(({ action }) => action)).toEqual([
      'integration.paused',
      'integration.paused',
      'integration.resumed',
    ]);
  });

  test('keeps that something needs attention', async () => {
    await house.database.query(
      `update integration set status = 'needs_attention', error_code = 'token_expired', error_message = 'Old', error_hint = '',
       error_since = now() where id = $1`,
      [workspace.integrationId],
    );
    await workspace.admin.call('POST', `${here}/pause`);
    expect((await workspace.admin.call<Integration>('POST', `${here}/resume`)).body).toMatchObject({
      status: 'needs_attention',
      error: { code: 'token_expired' },
    });
  });
});

describe('disconnecting', () => {
  test('deletes what waits and what failed, keeps what arrived, and forgets the credentials', async () => {
    const send = async (name: string) =>
      (
        await workspace.key.call<Sync>('POST', '/v1/syncs', {
          body: { integrationId: workspace.integrationId, company: { name } },
        })
      ).body.id;
    const [waiting, failed, done] = [await send('Waiting'), await send('Failed'), await send('Done')];
    await house.database.query(`update sync set status = 'error', error_code = 'invalid_value' where id = $1`, [
      failed,
    ]);
    await house.database.query(`update sync set status = 'processed' where id = $1`, [done]);
    expect((await workspace.admin.call('DELETE', here)).status).toBe(204);
    expect((await workspace.key.call('GET', here)).status).toBe(404);
    expect((await workspace.admin.call('DELETE', here)).status).toBe(404);
    const { body } = await workspace.key.call<SyncPage>('GET', '/v1/syncs');
    expect(body.items.map(({ id }) => id)).toEqual([done]);
    const { body: summary } = await workspace.key.call('GET', '/v1/syncs/summary');
    expect(summary).toMatchObject({ counts: { pending: 0, error: 0, processed: 1 }, integrations: [] });
    expect(await stored(workspace.integrationId)).toEqual({ credentials: null });
    for (const id of [waiting, failed]) {
      expect((await workspace.key.refused('POST', `/v1/syncs/${id}/restore`)).status).toBe(409);
    }
  });
});
