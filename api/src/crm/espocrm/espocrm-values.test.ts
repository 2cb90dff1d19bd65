import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector, Properties } from '../connector.js';
import { CrmHttp } from '../http.js';
import { espocrm } from './provider.js';

const signal = new AbortController().signal;
let crm: PracticeCrm;
let http: CrmHttp;
let connector: Connector;

const connect = (user: string): Connector =>
  espocrm.create(
    {
      settings: { baseUrl: `${crm.url}/espocrm`, user },
      credentials: {},
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );

beforeEach(async () => {
  crm = await startPracticeCrm();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
  connector = connect('admin');
  await connector.prepare(signal);
});
afterEach(async () => {
  await http.close();
  await crm.close();
});

const key = '0190a000-0000-7000-8000-000000000001';

async function write(object: 'company' | 'deal', properties: Properties) {
  const [outcome] = await connector.write(object, [{ key, properties: { name: 'Acme', ...properties } }], signal);
  return outcome!;
}

describe('phone numbers, which EspoCRM keeps in the international form alone', () => {
  test.each(['+49 30 1234567', '0049 30 1234567', '+49-30/123 45 67'])(
    '%s is taken, and is no other number',
    async (phone) => {
      const outcome = await write('company', { phoneNumber: phone });
      expect(outcome).toMatchObject({ kind: 'written', after: { phoneNumber: phone } });
      const [found] = await connector.find('company', [{ key, mayBeOurs: true }], signal, ['phoneNumber']);
      expect(found!.records[0]!.properties['phoneNumber']).toBe('+49301234567');
    },
  );

  test('one without its country is refused, and it is said what is missing', async () => {
    expect(await write('company', { phoneNumber: '030 1234567' })).toMatchObject({
      kind: 'failed',
      problem: {
        kind: 'refused',
        details: { code: 'invalid_value', field: 'phoneNumber', hint: expect.stringContaining('+49 30 1234567') },
      },
    });
  });
});

test.each([
  ['name', 'A <b> = C'],
  ['billingAddressCity', 'Berlin <Mitte>'],
  ['website', 'https://münchen.example'],
])('%s: characters EspoCRM does not take are told with their field', async (field, value) => {
  expect(await write('company', { [field]: value })).toMatchObject({
    kind: 'failed',
    problem: { kind: 'refused', details: { code: 'invalid_value', field } },
  });
});

describe('a deal’s currency', () => {
  const deal = { amount: 1200, closeDate: '2026-12-24' };

  test('is EspoCRM’s own where none is sent', async () => {
    await write('deal', deal);
    const [found] = await connector.find('deal', [{ key, mayBeOurs: true }], signal, ['amountCurrency']);
    expect(found!.records[0]!.properties).toMatchObject({ amountCurrency: 'EUR' });
  });

  test('that EspoCRM does not know is no wrong amount', async () => {
    expect(await write('deal', { ...deal, amountCurrency: 'XAU' })).toMatchObject({
      kind: 'failed',
      problem: { kind: 'refused', details: { code: 'invalid_option', field: 'amountCurrency' } },
    });
  });
});

test('lookups that do not fit into one address are asked in several', async () => {
  await write('company', { website: 'https://acme.example' });
  const long = 'x'.repeat(200);
  const lookups = Array.from({ length: connector.limits.lookup }, (_, number) => ({
    key: number === 7 ? key : `${long}-${number}`,
    crmId: `64a1b2c3d4e5f60${String(number).padStart(2, '0')}`,
    domain: `${long.slice(0, 60)}.${number}.example`,
    mayBeOurs: true,
  }));
  const found = await connector.find('company', lookups, signal, ['name', 'phoneNumber', 'description']);
  expect(found.map((one) => one.key)).toEqual(lookups.map((one) => one.key));
  expect(found[7]).toMatchObject({ by: 'key', records: [{ key }] });
});

describe('an owner', () => {
  const acme = { key, properties: { name: 'Acme', assignedUserId: 'nobody' } };

  test('that is not there is named', async () => {
    expect(await write('company', { assignedUserId: 'nobody' })).toMatchObject({
      kind: 'failed',
      problem: { kind: 'refused', details: { code: 'invalid_option', field: 'assignedUserId' } },
    });
  });

  test('our user may give nothing to is refused for this record alone', async () => {
    expect(await connect('own-only').write('company', [acme], signal)).toMatchObject([
      {
        kind: 'failed',
        problem: {
          kind: 'refused',
          details: { code: 'refused_by_crm', field: 'assignedUserId', hint: expect.stringContaining('Assignment') },
        },
      },
    ]);
  });
});
