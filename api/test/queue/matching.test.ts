import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { matchSync } from '../../src/syncs/sql/match-sync.js';
import { House } from './house.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

const choose = async (sync: string, crmId: string | null) =>
  (await house.database.transaction((transaction) => matchSync(transaction, house.workspaceId, sync, { crmId })))
    ?.result;

const candidatesOf = async (sync: string) => {
  const [row] = await house.database.query<{ candidates: { id: string; name: string; url: string | null }[] | null }[]>(
    'select error_candidates as candidates from sync where id = $1',
    [sync],
  );
  return row!.candidates;
};

/** Each dialect's address, and what a connection to it needs. */
const CRMS: [Provider, string, Record<string, string>][] = [
  ['practice', '', {}],
  ['hubspot', '/hubspot', {}],
  ['salesforce', '/salesforce', {}],
  ['odoo', '/odoo', { database: 'practice', user: 'admin' }],
  ['espocrm', '/espocrm', { user: 'admin' }],
  ['pipedrive', '/pipedrive', {}],
];

test.each(CRMS)('%s: the records to choose from are kept, and the choice is honoured', async (provider, path, more) => {
  const baseUrl = house.crm.url + path;
  const integration = await house.connect({ provider, settings: { ...more, baseUrl, instanceUrl: baseUrl } });
  house.connectors.tuning = { searchLagMs: 0, budget: [] };
  await house.prepare(integration);
  for (const domain of ['acme.example', 'other.example']) {
    for (const name of ['Ltd', 'Inc']) {
      await house.typeIn({ name: `${domain} ${name}`, domain, website: `https://${domain}` });
    }
  }
  const adopted = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
  const apart = await house.send(integration, { company: { name: 'Other', domain: 'other.example' } });
  await house.drain();
  const candidates = (await candidatesOf(adopted)) ?? [];
  expect(candidates.map(({ name }) => name).sort()).toEqual(['acme.example Inc', 'acme.example Ltd']);
  // HubSpot's and Pipedrive's pages are named by the account, which a connection without a test does not know.
  for (const { id, url } of candidates) expect(url ?? id).toContain(id);

  const ltd = candidates.find(({ name }) => name.endsWith('Ltd'))!;
  expect(await choose(adopted, ltd.id)).toBe('matched');
  expect(await choose(apart, null)).toBe('matched');
  await house.drain();
  expect(await house.sync(adopted)).toMatchObject({ status: 'processed', crm_id: ltd.id, crm_action: 'updated' });
  expect(await house.sync(apart)).toMatchObject({ status: 'processed', crm_action: 'created' });
  const records = await house.records();
  expect(records.map(({ properties: { name } }) => name).sort()).toEqual([
    'Acme',
    'Other',
    'acme.example Inc',
    'other.example Inc',
    'other.example Ltd',
  ]);
  expect(await candidatesOf(adopted)).toBeNull();
});

test('a later send of the company goes to the chosen record, without asking again', async () => {
  const integration = await house.connect();
  const [one] = [
    await house.typeIn({ name: 'One', domain: 'acme.example' }),
    await house.typeIn({ name: 'Other', domain: 'acme.example' }),
  ];
  const first = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
  await house.drain();
  await choose(first, one.id);
  const { company_id: companyId } = await house.sync(first);
  const later = await house.send(integration, { companyId, company: { name: 'Acme BV', domain: 'acme.example' } });
  await house.drain();
  expect(await house.sync(later)).toMatchObject({ status: 'processed', crm_id: one.id });
});

test('a new one that was chosen and then failed is still a new one when it is retried', async () => {
  const integration = await house.connect();
  for (const name of ['One', 'Other']) await house.typeIn({ name, domain: 'acme.example' });
  const sync = await house.send(integration, {
    company: { name: 'Acme', domain: 'acme.example', city: 'Nowhere' },
  });
  await house.drain();
  await choose(sync, null);
  await house.faults({ refuse: [{ field: 'city', value: 'Nowhere' }] });
  await house.drain();
  expect(await house.sync(sync)).toMatchObject({ status: 'error' });
  await house.faults({ refuse: [] });
  await house.retry(sync);
  await house.drain();
  expect(await house.sync(sync)).toMatchObject({ status: 'processed', crm_action: 'created' });
});

let integration: string;
beforeEach(async () => {
  integration = await house.connect();
});

test('only an ambiguous entry takes a choice, and only one of its own records', async () => {
  const waiting = await house.send(integration);
  expect(await choose(waiting, null)).toBe('sync_not_ambiguous');
  await house.drain();
  for (const name of ['One', 'Other']) await house.typeIn({ name, domain: 'acme.example' });
  const sync = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
  await house.drain();
  expect(await choose(sync, 'made-up')).toBe('no_candidate');
  expect(await house.sync(sync)).toMatchObject({ status: 'error' });
  expect(await choose(sync, null)).toBe('matched');
  expect(await choose(sync, null)).toBe('sync_not_ambiguous');
});
