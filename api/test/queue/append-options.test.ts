import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { MappingRow } from '@integration-queue/shared/mapping';
import type { Provider } from '@integration-queue/shared/vocabulary';
import type { StoredConnection } from '../../src/queue/connectors.js';
import { keepSchema } from '../../src/integrations/kept-schema/kept-schema.js';
import { House } from './house.js';
import { OPTIONS, type SeveralOptions, VENDORS } from './several-options.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** Our words for the CRM's. */
const values = { 'Information technology': 'IT', customer: 'Customer' };

/** A connected CRM whose companies have a field of several options, to which the tags are added. */
async function connect(
  provider: Provider,
  row: Omit<MappingRow, 'target'> = { source: { field: 'tags' }, mode: 'append', values },
): Promise<{ id: string; field: SeveralOptions }> {
  const { path, settings, create } = VENDORS[provider]!;
  const address = house.crm.url + path;
  const field = await create(house);
  const id = await house.connect({
    provider,
    settings: { ...settings, baseUrl: address, instanceUrl: address },
    mappings: {
      company: [
        { target: provider === 'salesforce' ? 'Name' : 'name', source: { field: 'name' }, mode: 'overwrite' },
        { ...row, target: field.target },
      ],
    },
  });
  house.connectors.tuning = { searchLagMs: 0, budget: [] };
  await house.prepare(id);
  await readSchema(id);
  return { id, field };
}

/** As saving a mapping does. */
async function readSchema(integrationId: string): Promise<void> {
  const [stored] = await house.database.query<StoredConnection[]>(
    `select id, workspace_id as "workspaceId", provider, settings, credentials, account from integration where id = $1`,
    [integrationId],
  );
  const fields = await house.connectors.of(stored!).fields('company', new AbortController().signal);
  await keepSchema(house.database, integrationId, 'company', fields);
}

/** Sends the company with these tags, and answers what its receipt says of the field, and what the CRM has then. */
async function send({ id, field }: Awaited<ReturnType<typeof connect>>, ...tags: string[]) {
  const companyId = '0190a000-0000-7000-8000-000000000001';
  const sync = await house.send(id, { companyId, company: { name: 'Acme', domain: 'acme.example', tags } });
  await house.drain();
  const [record] = await house.records();
  const told = (await house.receipt(sync)).find(({ target }) => target === field.target);
  const there = record?.properties[field.stores];
  return { told, there: typeof there === 'string' ? there.split(';').sort() : there };
}

describe.each(['hubspot', 'salesforce', 'pipedrive', 'espocrm', 'odoo'] as const)('%s', (provider) => {
  test('has our options beside those it had, each once, and is left alone where it has them', async () => {
    const connected = await connect(provider);
    const kept = (...options: string[]) => options.map(connected.field.kept).sort();
    expect(await send(connected, 'VIP', 'Reseller')).toMatchObject({
      told: { before: null, verdict: 'written' },
      there: kept('Reseller', 'VIP'),
    });
    const added = await send(connected, 'Information technology', 'VIP');
    expect(added).toMatchObject({ told: { verdict: 'written' }, there: kept('IT', 'Reseller', 'VIP') });
    expect([added.told!.before, added.told!.sent].map((list) => [...(list as string[])].sort())).toEqual([
      ['Reseller', 'VIP'],
      ['IT', 'Reseller', 'VIP'],
    ]);
    const again = await send(connected, 'Information technology', 'VIP');
    expect(again).toMatchObject({ told: { sent: null, verdict: 'unchanged' }, there: added.there });
    expect(await send(connected, 'Reseller')).toMatchObject({ told: { verdict: 'unchanged' }, there: added.there });
  });

  test('refuses an option it does not have, and keeps those it has', async () => {
    const connected = await connect(provider);
    const { there } = await send(connected, 'VIP');
    expect(await send(connected, 'Anvils')).toMatchObject({ told: undefined, there });
    expect(await house.statuses()).toEqual({ processed: 1, error: 1 });
  });

  test('that ignores the field is told as having dropped it', async () => {
    const connected = await connect(provider);
    await send(connected, 'VIP');
    await house.faults({ ignoreFields: [connected.field.target] });
    expect((await send(connected, 'IT')).told).toMatchObject({ verdict: 'dropped' });
  });
});

/** Those that list their options: what our tags in Odoo may be is not known. */
describe.each(['hubspot', 'salesforce', 'pipedrive', 'espocrm'] as const)(
  '%s, which lists its options,',
  (provider) => {
    test('has those of a template each, in a record that is new as in one that is there', async () => {
      const connected = await connect(provider, { source: { template: '{{tags}}' }, mode: 'append' });
      const kept = (...options: string[]) => options.map(connected.field.kept).sort();
      const sent = await send(connected, 'VIP', 'Reseller');
      expect(sent).toMatchObject({ told: { verdict: 'written' }, there: kept('Reseller', 'VIP') });
      const added = await send(connected, 'VIP', 'IT');
      expect(added).toMatchObject({ told: { verdict: 'written' }, there: kept('IT', 'Reseller', 'VIP') });
    });

    test.each(['overwrite', 'if_empty', 'append'] as const)('has those of one fixed value each: %s', async (mode) => {
      const connected = await connect(provider, { source: { fixed: optionsOf(provider, 'Customer', 'IT') }, mode });
      const there = ['Customer', 'IT'].map(connected.field.kept).sort();
      expect(await send(connected)).toMatchObject({ told: { verdict: 'written' }, there });
      expect(await send(connected)).toMatchObject({ there });
    });
  },
);

/** As a fixed value has to be: Pipedrive knows its options by ids. */
function optionsOf(provider: Provider, ...options: string[]): string {
  return options.map((one) => (provider === 'pipedrive' ? OPTIONS.indexOf(one) + 1 : one)).join('; ');
}
