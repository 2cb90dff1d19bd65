import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { crmProvider } from '../../src/crm/providers.js';
import type { StoredConnection } from '../../src/queue/connectors.js';
import { House } from '../queue/house.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

test.each<[Provider, string, Record<string, string>]>([
  ['practice', '', {}],
  ['hubspot', '/hubspot', {}],
  ['salesforce', '/salesforce', {}],
  ['pipedrive', '/pipedrive', {}],
  ['odoo', '/odoo', { database: 'practice', user: 'admin' }],
  ['espocrm', '/espocrm', { user: 'admin' }],
])('the mappings a %s account starts with fit its schema', async (provider, path, settings) => {
  const address = house.crm.url + path;
  const id = await house.connect({ provider, settings: { ...settings, baseUrl: address, instanceUrl: address } });
  await house.prepare(id);
  const [stored] = await house.database.query<StoredConnection[]>(
    `select id, workspace_id as "workspaceId", provider, settings, credentials, account from integration where id = $1`,
    [id],
  );
  const { objects, defaultMapping } = crmProvider(provider);
  for (const object of objects) {
    const fields = await house.connectors.of(stored!).fields(object, new AbortController().signal);
    expect(fields.length).toBeGreaterThan(0);
    expect(checkMapping(object, defaultMapping(object), fields)).toEqual([]);
  }
});
