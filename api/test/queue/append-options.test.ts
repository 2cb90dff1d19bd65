import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import type { StoredConnection } from '../../src/queue/connectors.js';
import { keepSchema } from '../../src/integrations/kept-schema/kept-schema.js';
import { House } from './house.js';
import { type SeveralOptions, VENDORS } from './several-options.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** Our words for the CRM's. */
const values = { 'Information technology': 'IT', customer: 'Customer' };

/** A connected CRM whose companies have a field of several options, to which the tags are added. */
async function connect(provider: Provider): Promise<{ id: string; field: SeveralOptions }> {
  const { path, settings, create } = VENDORS[provider]!;
  const address = house.crm.url + path;
  const field = await create(house);
  const id = await house.connect({
    provider,
    settings: { ...settings, baseUrl: address, instanceUrl: address },
    mappings: {
      company: [
        { target: provider === 'salesforce' ? 'Name' : 'name', source: { field: 'name' }, mode: 'overwrite' },
        { target: field.target, source: { field: 'tags' }, mode: 'append', values },
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
