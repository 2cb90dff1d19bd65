import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readSyncs } from '../../src/syncs/sql/list-syncs.js';
import { House } from './house.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
beforeEach(() => house.clear());

const entry = async (id: string) => (await readSyncs(house.database, house.workspaceId, [id]))[0];

test('an entry the CRM dropped a field of is marked, one stored as sent is not', async () => {
  const integrationId = await house.connect();
  await house.faults({ ignoreFields: ['city'] });
  const dropped = await house.send(integrationId, {
    company: { name: 'Acme', domain: 'acme.example', city: 'Almelo' },
  });
  const whole = await house.send(integrationId, { company: { name: 'Bolt', domain: 'bolt.example' } });
  await house.drain();
  expect(await entry(dropped)).toMatchObject({ status: 'processed', crm: { action: 'created', marked: true } });
  expect(await entry(whole)).toMatchObject({ status: 'processed', crm: { action: 'created', marked: false } });
});
