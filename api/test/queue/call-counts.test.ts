import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { House } from './house.js';

const COMPANIES = 1_000;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** Calls of any kind for 1,000 companies: look-ups, writes, reading back. */
test.each<[Provider, (url: string) => Record<string, string>, number]>([
  ['hubspot', (url) => ({ baseUrl: `${url}/hubspot` }), 15],
  ['salesforce', (url) => ({ instanceUrl: `${url}/salesforce` }), 10],
  ['odoo', (url) => ({ baseUrl: `${url}/odoo`, database: 'practice', user: 'admin' }), 15],
])('1,000 companies to %s', async (provider, settingsAt, most) => {
  const id = await house.connect({ provider, settings: settingsAt(house.crm.url) });
  await house.prepare(id);
  await house.sendMany(id, COMPANIES, (index) => ({ domain: `company-${index}.example`, city: 'Enschede' }));
  const before = (await house.ledger()).calls.total;
  await house.drain();
  expect(await house.statuses()).toEqual({ processed: COMPANIES });
  expect(await house.records('company')).toHaveLength(COMPANIES);
  const { calls } = await house.ledger();
  expect(calls.total - before).toBeLessThanOrEqual(most);
});
