import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector, Properties } from '../connector.js';
import { CrmHttp } from '../http.js';
import { odoo } from './provider.js';

const signal = new AbortController().signal;
let crm: PracticeCrm;
let http: CrmHttp;

beforeEach(async () => {
  crm = await startPracticeCrm();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
});
afterEach(async () => {
  await http.close();
  await crm.close();
});

const as = (user: string): Connector =>
  odoo.create(
    {
      settings: { baseUrl: `${crm.url}/odoo`, database: 'practice', user },
      credentials: {},
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );

const ask = async (path: string): Promise<unknown> => (await fetch(`${crm.url}/api${path}`)).json();
const callCount = async () => ((await ask('/ledger?limit=0')) as { calls: { total: number } }).calls.total;
const stored = async (object: string) =>
  ((await ask(`/${object}`)) as { items: { properties: Record<string, unknown> }[] }).items;

const keyOf = (number: number) => `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const deal = (properties: Properties) => ({
  key: keyOf(1),
  properties: { name: 'Big one', type: 'opportunity', ...properties },
});

describe.each(['viewer', 'betrachter'])('a user who may only read (%s)', (user) => {
  test('is told of the right after few calls, however many rows there are', async () => {
    const items = Array.from({ length: 250 }, (_, number) => ({
      key: keyOf(number),
      properties: { name: `Company ${number}` },
    }));
    await expect(as(user).write('company', items, signal)).rejects.toMatchObject({
      kind: 'unauthorized',
      details: { code: 'missing_scope', crmMessage: expect.stringContaining('Contact Creation') },
    });
    expect(await callCount()).toBeLessThan(10);
  });
});

test('who may not create contacts is known before anything is sent', async () => {
  expect(await as('viewer').prepare(signal)).toEqual({
    ready: false,
    todo: expect.stringContaining('Contact Creation'),
  });
  expect(await as('sales').prepare(signal)).toEqual({ ready: true });
});

describe('a user who reads Odoo in German', () => {
  test.each([
    ['Neu', 'as they see it'],
    ['New', 'as Odoo itself calls it'],
  ])('names a stage %s, %s', async (stage) => {
    const [outcome] = await as('verkauf').write('deal', [deal({ stage_id: stage })], signal);
    expect(outcome).toMatchObject({ kind: 'written', after: { stage_id: stage } });
    expect(await stored('deals')).toMatchObject([{ properties: { stage: 'New' } }]);
  });

  test('is told of a stage that is not there', async () => {
    const [outcome] = await as('verkauf').write('deal', [deal({ stage_id: 'Alt' })], signal);
    expect(outcome).toMatchObject({
      kind: 'failed',
      problem: { kind: 'refused', details: { code: 'invalid_option', field: 'stage_id' } },
    });
  });
});

test('a login with a dot is no external id', async () => {
  const [outcome] = await as('admin').write('deal', [deal({ user_id: 'anna.smith' })], signal);
  expect(outcome).toMatchObject({ kind: 'written', after: { user_id: 'anna.smith' } });
});
