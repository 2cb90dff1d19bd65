import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MappingRow } from '@integration-queue/shared/mapping';
import type { Sync } from '@integration-queue/shared/sync';
import { SYNC_OBJECTS } from '@integration-queue/shared/vocabulary';
import { AddressGuard } from '../../src/crm/address-guard.js';
import { CrmHttp } from '../../src/crm/http.js';
import { crmProvider } from '../../src/crm/providers.js';
import { keepSchema } from '../../src/integrations/kept-schema/kept-schema.js';
import { readSyncs } from '../../src/syncs/sql/list-syncs.js';
import type { Send } from './accepting.js';
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

const entry = async (id: string): Promise<Sync | undefined> =>
  (await readSyncs(house.database, house.workspaceId, [id]))[0];

/** Accepts a send and lets the queue come to rest. */
async function sent(send: Send): Promise<string> {
  const id = await house.send(integration, send);
  await house.drain();
  return id;
}

const block = (...domains: string[]) =>
  house.database.query('update integration set blocked_domains = $2 where id = $1', [integration, domains]);

/** The schema as the nightly check reads it. */
async function readSchema(): Promise<void> {
  const connection = { settings: { baseUrl: house.crm.url }, credentials: { token: house.crm.token } };
  const connector = crmProvider('practice').create(
    { ...connection, token: () => Promise.resolve(house.crm.token), renewToken: () => Promise.resolve(null) },
    new CrmHttp(new AddressGuard(['127.0.0.0/8'])),
  );
  for (const object of SYNC_OBJECTS)
    await keepSchema(house.database, integration, object, await connector.fields(object, new AbortController().signal));
}

const calls = async () => (await house.ledger()).calls.total;

describe('a blocked domain', () => {
  test.each<[string, Send['company']]>([
    ['the domain itself', { domain: 'acme.example' }],
    ['what is below it', { domain: 'shop.acme.example' }],
    ['an e-mail address, where the company has no domain', { email: 'sales@acme.example' }],
    ['a website, where the company has no domain', { website: 'https://www.acme.example/home' }],
  ])('keeps back %s, without asking the CRM anything', async (_, company) => {
    await block('acme.example');
    const id = await sent({ company: { name: 'Acme', ...company } });
    expect(await entry(id)).toMatchObject({
      status: 'processed',
      skipped: { code: 'blocked_domain', domain: 'acme.example', field: null },
      crm: null,
      attempts: 0,
    });
    expect(await calls()).toBe(0);
  });

  test.each(['notacme.example', 'example'])('does not keep back %s', async (domain) => {
    await block('acme.example');
    const id = await sent({ company: { name: 'Acme', domain } });
    expect(await entry(id)).toMatchObject({ status: 'processed', skipped: null, crm: { action: 'created' } });
  });

  test('keeps back no person, but triggers, and the deals of the company with it', async () => {
    await block('acme.example');
    const company = { name: 'Acme', domain: 'acme.example' };
    expect(await entry(await sent({ company, trigger: 'manual' }))).toMatchObject({ skipped: null });
    expect(await entry(await sent({ company, trigger: 'automation' }))).toMatchObject({
      skipped: { code: 'blocked_domain' },
    });
    const deal = await sent({ company, deal: { title: 'Big' } });
    expect(await entry(deal)).toMatchObject({ status: 'processed', skipped: { code: 'blocked_domain' } });
    expect(await house.records('deal')).toEqual([]);
  });

  test('leaves the others of a batch alone, and is taken back by sending anyway', async () => {
    await block('acme.example');
    const ids = await house.sendMany(integration, 4, (index) => ({
      domain: index % 2 ? `good${index}.example` : `${index}.acme.example`,
    }));
    await house.drain();
    expect((await house.records()).map(({ properties }) => properties['domain']).toSorted()).toEqual([
      'good1.example',
      'good3.example',
    ]);
    expect(await house.retry(ids[0]!)).toEqual(['sync_not_in_error']);
    expect(await house.sendAnyway(ids[0]!, ids[1]!)).toEqual(['retried', 'sync_not_in_error']);
    expect(await entry(ids[0]!)).toMatchObject({ status: 'pending', skipped: null, processedAt: null });
    await house.drain();
    expect(await entry(ids[0]!)).toMatchObject({ status: 'processed', skipped: null, crm: { action: 'created' } });
    expect(await house.statuses()).toEqual({ processed: 4 });
    expect(await house.records()).toHaveLength(3);
  });

  test('that a person deletes meanwhile is deleted, and restored as it was', async () => {
    await block('acme.example');
    const id = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
    const stopped = await house.tickStoppedAt(integration, 'after-claim');
    expect(await house.delete(id)).toEqual(['cancelling']);
    await stopped.resume();
    expect(await house.statuses()).toEqual({ deleted: 1 });
    expect(await house.restore(id)).toBe('restored');
    expect(await entry(id)).toMatchObject({ status: 'pending', skipped: null });
  });

  test('is not decided by a holder that was overtaken', async () => {
    await block('acme.example');
    const id = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
    const frozen = await house.tickStoppedAt(integration, 'after-claim');
    await house.expireLeases();
    await block();
    await house.drain();
    await frozen.resume();
    expect(await entry(id)).toMatchObject({ status: 'processed', skipped: null, crm: { action: 'created' } });
    expect(await house.records()).toMatchObject([{ writes: 1 }]);
  });

  test('keeps back nothing that may have left', async () => {
    await house.faults({ loseAnswerRate: 1 });
    const id = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
    await house.tick(integration);
    await house.faults({ loseAnswerRate: 0 });
    await block('acme.example');
    await house.drain();
    expect(await entry(id)).toMatchObject({ status: 'processed', skipped: null, crm: { action: 'created' } });
    expect(await house.records()).toMatchObject([{ writes: 1 }]);
  });
});

describe('a required field that would be empty', () => {
  const NAME_FROM_CITY: MappingRow[] = [
    { target: 'name', source: { field: 'city' }, mode: 'overwrite' },
    { target: 'domain', source: { field: 'domain' }, mode: 'overwrite' },
  ];
  const company = { name: 'Acme', domain: 'acme.example' };

  test('is said, and sending anyway lets the CRM answer', async () => {
    await house.saveMapping(integration, 'company', NAME_FROM_CITY);
    await readSchema();
    const id = await sent({ company });
    expect(await entry(id)).toMatchObject({
      status: 'processed',
      skipped: { code: 'missing_required', field: 'name', domain: null },
    });
    expect((await house.ledger()).records).toEqual({ created: 0, updated: 0 });
    await house.sendAnyway(id);
    await house.drain();
    expect(await entry(id)).toMatchObject({
      status: 'error',
      error: { code: 'required_field_missing', field: 'name' },
    });
    // What was sent anyway stays so: its retry does not end where it began.
    await house.retry(id);
    await house.drain();
    expect(await entry(id)).toMatchObject({ status: 'error' });
  });

  test('is no reason where the record is there, nor where the field is not mapped', async () => {
    await house.saveMapping(integration, 'company', NAME_FROM_CITY);
    await readSchema();
    await house.typeIn({ name: 'Acme', domain: 'acme.example' });
    expect(await entry(await sent({ company }))).toMatchObject({ status: 'processed', skipped: null });
    await house.saveMapping(integration, 'company', NAME_FROM_CITY.slice(1));
    const unmapped = await sent({ company: { name: 'Bolt', domain: 'bolt.example' } });
    expect(await entry(unmapped)).toMatchObject({ status: 'error', error: { code: 'required_field_missing' } });
  });

  test('is not known before the schema was read', async () => {
    await house.saveMapping(integration, 'company', NAME_FROM_CITY);
    expect(await entry(await sent({ company }))).toMatchObject({ status: 'error' });
  });
});

describe('what is there already', () => {
  const company = { name: 'Acme', domain: 'acme.example', city: 'Goor' };
  let companyId: string;
  beforeEach(async () => {
    ({ company_id: companyId } = await house.sync(await sent({ company })));
  });
  const again = async (send: Send = {}) => entry(await sent({ companyId, company, ...send }));

  test('is not written again, and the entry links to it', async () => {
    const [record] = await house.records();
    const id = await sent({ companyId, company });
    expect(await entry(id)).toMatchObject({
      status: 'processed',
      skipped: { code: 'unchanged' },
      crm: { id: record!.id, action: 'unchanged', url: expect.stringContaining(record!.id) },
    });
    expect(await house.receipt(id)).toContainEqual(
      expect.objectContaining({ target: 'city', sent: 'Goor', after: 'Goor', verdict: 'unchanged' }),
    );
    expect(await house.records()).toMatchObject([{ writes: 1 }]);
    expect(await again({ trigger: 'manual' })).toMatchObject({ skipped: null, crm: { action: 'unchanged' } });
  });

  test.each<[string, () => Promise<unknown>, Send]>([
    ['other values', () => Promise.resolve(), { company: { ...company, city: 'Delden' } }],
    [
      'another mapping',
      () => house.saveMapping(integration, 'company', crmProvider('practice').defaultMapping('company')),
      {},
    ],
    ['a record somebody changed', () => changeInCrm({ city: 'Delden' }), {}],
  ])('is written again for %s', async (_, change, send) => {
    await change();
    expect(await again(send)).toMatchObject({ status: 'processed', skipped: null });
    expect(await house.records()).toMatchObject([{ properties: { city: send.company?.city ?? 'Goor' } }]);
  });

  test('is not believed of a record that was deleted', async () => {
    const [record] = await house.records();
    await fetch(`${house.crm.url}/api/companies/${record!.id}`, { method: 'DELETE' });
    expect(await again()).toMatchObject({ status: 'error', error: { code: 'record_deleted' } });
  });

  test('is not believed where the CRM had not taken everything', async () => {
    await house.faults({ ignoreFields: ['city'] });
    await again({ company: { ...company, city: 'Delden' } });
    await house.faults({ ignoreFields: [] });
    expect(await again({ company: { ...company, city: 'Delden' } })).toMatchObject({ skipped: null });
    expect(await house.records()).toMatchObject([{ properties: { city: 'Delden' } }]);
  });

  async function changeInCrm(properties: Record<string, string>): Promise<void> {
    const [record] = await house.records();
    const answer = await fetch(`${house.crm.url}/practice/v1/companies/batch/upsert`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.crm.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ key: companyId, id: record!.id, properties }] }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
});
