import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { House } from './house.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** Each dialect's address, and what a connection to it needs. */
const CRMS: [Provider, string, Record<string, string>][] = [
  ['practice', '', {}],
  ['hubspot', '/hubspot', {}],
  ['salesforce', '/salesforce', {}],
  ['odoo', '/odoo', { database: 'practice', user: 'admin' }],
  ['espocrm', '/espocrm', { user: 'admin' }],
  ['pipedrive', '/pipedrive', {}],
];

/** A company that was sent, whose record somebody then deleted in the CRM. */
async function arrange(provider: Provider, path: string, more: Record<string, string>) {
  const baseUrl = house.crm.url + path;
  const integration = await house.connect({ provider, settings: { ...more, baseUrl, instanceUrl: baseUrl } });
  house.connectors.tuning = { searchLagMs: 0, budget: [] };
  await house.prepare(integration);
  const sync = await house.send(integration, { company: { name: 'Acme' } });
  await house.drain();
  const { company_id: companyId } = await house.sync(sync);
  const [record] = await house.records();
  await fetch(`${house.crm.url}/api/companies/${record!.id}`, { method: 'DELETE' });
  expect(await house.records()).toEqual([]);
  return { integration, send: () => house.send(integration, { companyId, company: { name: 'Acme BV' } }) };
}

const recreate = (integration: string) =>
  house.database.query(`update integration set when_deleted = 'recreate' where id = $1`, [integration]);

describe.each(CRMS)('%s: a record that was deleted there', (provider, path, more) => {
  test('is reported, and a retry creates it again', async () => {
    const { send } = await arrange(provider, path, more);
    const sync = await send();
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'error', error_code: 'record_deleted' });
    expect(await house.records()).toEqual([]);
    await house.retry(sync);
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed', crm_action: 'created' });
  });

  test('is created again by itself where the integration says so, once, and the entry tells both tries', async () => {
    const { integration, send } = await arrange(provider, path, more);
    await recreate(integration);
    const sync = await send();
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed', crm_action: 'created', attempts: 2 });
    expect(await house.outcomes(sync)).toEqual(['refused', 'processed']);
    expect(await house.records()).toMatchObject([{ properties: { name: 'Acme BV' } }]);
  });
});
