import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { retrySyncs } from '../../src/syncs/sql/retry-syncs.js';
import { House } from './house.js';

let house: House;
let integration: string;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(async () => {
  integration = await house.connect();
});
afterEach(() => house.clear());
afterAll(() => house.close());

type Choice = NonNullable<Parameters<typeof retrySyncs>[3]>;

const retry = async (choice: Choice, ...ids: string[]) =>
  (await house.database.transaction((transaction) => retrySyncs(transaction, house.workspaceId, ids, choice))).map(
    ({ result }) => result,
  );

/** A company the CRM refused; its mapping and its data have changed since, and the CRM takes it now. */
async function arrange(): Promise<string> {
  await house.faults({ refuse: [{ field: 'name', value: 'Acme' }] });
  const sync = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example', city: 'Goor' } });
  await house.drain();
  expect(await house.sync(sync)).toMatchObject({ status: 'error', mapping_version: 1 });
  await house.faults({ refuse: [] });
  await house.saveMapping(integration, 'company', [
    { target: 'name', source: { template: '{{name}} ({{city}})' }, mode: 'overwrite' },
  ]);
  const { company_id: id } = await house.sync(sync);
  await house.database.query(`update company set name = 'Acme BV', data = '{"city": "Delden"}' where id = $1`, [id]);
  return sync;
}

test.each<[Choice['mapping'], Choice['data'], string, number]>([
  ['current', 'current', 'Acme BV (Delden)', 2],
  ['current', 'as_sent', 'Acme (Goor)', 2],
  ['as_sent', 'current', 'Acme BV', 1],
  ['as_sent', 'as_sent', 'Acme', 1],
])('with the mapping %s and the data %s', async (mapping, data, name, version) => {
  const sync = await arrange();
  expect(await retry({ mapping, data }, sync)).toEqual(['retried']);
  await house.drain();
  expect(await house.sync(sync)).toMatchObject({ status: 'processed', mapping_version: version });
  expect(await house.records()).toMatchObject([{ properties: { name } }]);
});

test('entries of several mappings go out together, each with its own', async () => {
  await house.faults({ refuse: [{ field: 'name' }] });
  const syncs = await house.sendMany(integration, 6, (index) => ({ city: `City ${index}` }));
  await house.drain();
  await house.faults({ refuse: [] });
  await house.saveMapping(integration, 'company', [{ target: 'name', source: { field: 'city' }, mode: 'overwrite' }]);
  await retry({ mapping: 'as_sent', data: 'as_sent' }, ...syncs.slice(0, 3));
  await retry({ mapping: 'current', data: 'as_sent' }, ...syncs.slice(3));
  await house.drain();
  expect((await house.records()).map(({ properties: { name } }) => name).sort()).toEqual([
    ...['City 3', 'City 4', 'City 5'],
    ...['Company 0', 'Company 1', 'Company 2'],
  ]);
});

test('a mapping that nothing is known of is refused, and the entry stays as it is', async () => {
  const sync = await arrange();
  await house.database.query('update sync set mapping_version = null where id = $1', [sync]);
  expect(await retry({ mapping: 'as_sent', data: 'current' }, sync)).toEqual(['mapping_version_gone']);
  expect(await house.sync(sync)).toMatchObject({ status: 'error' });
});

test('what may have arrived is looked up as it was sent, and keeps its data', async () => {
  const sync = await arrange();
  await house.database.query('update sync set maybe_sent = true where id = $1', [sync]);
  expect(await retry({ mapping: 'current', data: 'current' }, sync)).toEqual(['retried']);
  await house.drain();
  expect(await house.records()).toMatchObject([{ properties: { name: 'Acme (Goor)' } }]);
});

test('a second retry is with the mapping of today again unless it says otherwise', async () => {
  const sync = await arrange();
  await house.faults({ refuse: [{ field: 'name', value: 'Acme' }] });
  await retry({ mapping: 'as_sent', data: 'as_sent' }, sync);
  await house.drain();
  expect(await house.sync(sync)).toMatchObject({ status: 'error', mapping_version: 1 });
  await retry({ mapping: 'current', data: 'as_sent' }, sync);
  await house.drain();
  expect(await house.sync(sync)).toMatchObject({ status: 'processed', mapping_version: 2 });
});
