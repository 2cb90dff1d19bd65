import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector, Lookup, WriteItem } from '../connector.js';
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

function connect(settings: Record<string, string> = {}): Connector {
  return odoo.create(
    {
      settings: { baseUrl: `${crm.url}/odoo`, database: 'practice', user: 'admin', ...settings },
      credentials: {},
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
}

const ask = async (path: string, method = 'GET', body?: unknown): Promise<unknown> =>
  (await fetch(`${crm.url}/api${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })).json();

const callCount = async () => ((await ask('/ledger?limit=0')) as { calls: { total: number } }).calls.total;
const companies = async () =>
  (
    (await ask('/companies?limit=10000')) as {
      items: { id: string; key: string; properties: Record<string, unknown> }[];
    }
  ).items;
const typeIn = async (properties: Record<string, unknown>) =>
  ((await ask('/companies', 'POST', { properties })) as { id: string }).id;

const keyOf = (number: number) => `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Companies as they are: hardly two have the same fields. */
const company = (number: number): WriteItem & { domain: string } => ({
  key: keyOf(number),
  domain: `company-${number}.example`,
  properties: {
    name: `Company ${number}`,
    is_company: true,
    website: `https://company-${number}.example`,
    ...(number % 2 ? { phone: `+31 ${number}` } : {}),
    ...(number % 3 ? { city: 'Enschede' } : {}),
    ...(number % 5 ? { zip: String(number) } : {}),
    ...(number % 7 ? { comment: `Number ${number}` } : {}),
  },
});

/** As the queue sends: look-ups as many as fit, then batch by batch. */
async function send(connector: Connector, items: (WriteItem & { domain: string })[]) {
  const { batch, lookup } = connector.limits;
  for (let start = 0; start < items.length; start += lookup) {
    const lookups = items.slice(start, start + lookup).map(({ key, domain }): Lookup => ({ key, domain }));
    await connector.find('company', lookups, signal, ['name', 'comment']);
  }
  for (let start = 0; start < items.length; start += batch) {
    const outcomes = await connector.write('company', items.slice(start, start + batch), signal);
    expect(outcomes.every(({ kind }) => kind === 'written')).toBe(true);
  }
}

test('1,000 companies take at most 15 calls, look-ups and receipts included', async () => {
  const items = Array.from({ length: 1_000 }, (_, number) => company(number));
  await send(connect(), items);
  expect(await companies()).toHaveLength(1_000);
  expect(await callCount()).toBeLessThanOrEqual(15);
});

test('an update clears nothing that it does not name', async () => {
  const connector = connect();
  const [one, other] = [company(1), company(2)];
  await send(connector, [one, other]);
  const [first, second] = (await companies()).reverse();
  await connector.write(
    'company',
    [
      { key: one.key, crmId: first!.id, properties: { city: 'Goor' } },
      { key: other.key, crmId: second!.id, properties: { phone: '+31 53' } },
    ],
    signal,
  );
  const [firstNow, secondNow] = (await companies()).reverse();
  expect(firstNow!.properties).toEqual({ ...first!.properties, city: 'Goor' });
  expect(secondNow!.properties).toEqual({ ...second!.properties, phone: '+31 53' });
});

test('what is there already is not written again', async () => {
  const connector = connect();
  await send(connector, [company(1)]);
  const [there] = await companies();
  const [outcome] = await connector.write('company', [{ ...company(1), crmId: there!.id }], signal);
  expect(outcome).toMatchObject({ kind: 'written', action: 'unchanged' });
});

test('a country goes by its code, and reads as it was sent', async () => {
  const item = { key: keyOf(1), properties: { name: 'Company', country_id: 'GB' } };
  const [outcome] = await connect().write('company', [item], signal);
  expect(outcome).toMatchObject({ kind: 'written', after: { country_id: 'GB' } });
  expect((await companies())[0]!.properties['country']).toBe('GB');
});

describe('a user who may not read external ids', () => {
  const sales = () => connect({ user: 'sales' });

  test('writes and finds by key all the same', async () => {
    await send(sales(), [company(1), company(2)]);
    const connector = sales();
    expect(
      await connector.find(
        'company',
        [
          { key: keyOf(1), mayBeOurs: true },
          { key: keyOf(3), mayBeOurs: true },
        ],
        signal,
      ),
    ).toMatchObject([
      { by: 'key', records: [{ key: keyOf(1) }] },
      { by: null, records: [] },
    ]);
    const [found] = await connector.find('company', [{ key: keyOf(2), domain: company(2).domain }], signal);
    expect(found).toMatchObject({ by: 'key', records: [{ key: keyOf(2) }] });
    await send(connector, [company(1), company(2)]);
    expect(await companies()).toHaveLength(2);
  });

  test('adopts a company without giving it our key', async () => {
    const id = await typeIn({ name: 'By hand', website: 'https://acme.example' });
    const [outcome] = await sales().write('company', [{ ...company(1), crmId: id }], signal);
    expect(outcome).toMatchObject({ kind: 'written', crmId: id, action: 'updated' });
    expect(await companies()).toMatchObject([{ id, key: null, properties: { name: 'Company 1' } }]);
  });
});

test('json/2 does the same with a bearer key', async () => {
  const connector = connect({ protocol: 'json2', user: '' });
  expect(await connector.account(signal)).toMatchObject({ name: expect.stringContaining('Practice CRM') });
  await send(connector, [company(1), company(2)]);
  expect(await connector.find('company', [{ key: keyOf(1), mayBeOurs: true }], signal)).toMatchObject([{ by: 'key' }]);
  const [refused] = await connector.write(
    'company',
    [{ key: keyOf(3), properties: { name: 'X', type: 'no' } }],
    signal,
  );
  expect(refused).toMatchObject({ kind: 'failed', problem: { details: { code: 'invalid_option', field: 'type' } } });
  await connector.remove(
    'company',
    (await companies()).map(({ id }) => id),
    signal,
  );
  expect(await companies()).toEqual([]);
});
