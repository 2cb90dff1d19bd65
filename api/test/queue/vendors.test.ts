import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { idOf } from '../../../e2e/practice-crm/dialects/salesforce/ids.ts';
import { MOST_ATTEMPTS } from '../../src/queue/backoff.js';
import { startReceiver, type Receiver } from '../receiver.js';
import { House } from './house.js';

/** Where each vendor’s dialect is, what a connection to it needs, and how many companies it takes in some seconds. */
const VENDORS: [Provider, string, Record<string, string>, number][] = [
  ['hubspot', '/hubspot', {}, 60],
  ['salesforce', '/salesforce', {}, 60],
  ['odoo', '/odoo', { database: 'practice', user: 'admin' }, 60],
  ['espocrm', '/espocrm', { user: 'admin' }, 60],
  // Five searches a second.
  ['pipedrive', '/pipedrive', {}, 16],
];

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** An integration whose account is prepared. Our stand-ins' searches lag behind nothing. */
async function connect(provider: Provider, path: string, settings: Record<string, string>): Promise<string> {
  const address = house.crm.url + path;
  const id = await house.connect({ provider, settings: { ...settings, baseUrl: address, instanceUrl: address } });
  house.connectors.tuning = { searchLagMs: 0, budget: [] };
  await house.prepare(id);
  return id;
}

/** What the stand-ins do to the calls of a test, by chance. */
const TROUBLE = { loseAnswerRate: 0.3, errorRate: 0.1 };

/**
 * Ends the trouble and sends again what had too much of it: chance may strike one entry each time it is tried. Whatever
 * else is in error is left there.
 */
async function retryWhatGaveUp(): Promise<void> {
  await house.faults({ loseAnswerRate: 0, errorRate: 0 });
  const tired = await house.database.query<{ id: string }[]>(
    `select id from sync where status = 'error' and error_code = 'gave_up' and attempts >= $1`,
    [MOST_ATTEMPTS],
  );
  await house.retry(...tired.map(({ id }) => id));
  await house.drain();
}

describe.each(VENDORS)('%s', (provider, path, settings, count) => {
  const deals = count / 4;
  /** Salesforce has names of its own for records. */
  const shownId = (id: string) => (provider === 'salesforce' ? idOf('companies', id) : id);

  test('has every company and deal once, though answers are lost and calls fail', async () => {
    const id = await connect(provider, path, settings);
    const syncs = await house.sendMany(id, count, (index) => ({
      domain: `company-${index}.example`,
      ...(index % 2 ? { city: 'Enschede', phone: '+31 53 123456' } : { country: 'NL' }),
      ...(index % 3 ? { description: `Number ${index} 🦊`, inboxUrl: `https://inbox.example/${index}` } : {}),
    }));
    const companies = await Promise.all(syncs.map((sync) => house.sync(sync)));
    await house.faults(TROUBLE);
    await house.drain();
    await retryWhatGaveUp();
    await house.faults(TROUBLE);
    for (const { company_id: companyId } of companies.slice(0, deals)) {
      await house.send(id, { companyId, deal: { title: 'Big one', amount: 1000, closeDate: '2026-12-24' } });
    }
    await house.drain();
    await retryWhatGaveUp();

    expect(await house.statuses()).toEqual({ processed: count + deals });
    expect(await house.records('company')).toHaveLength(count);
    expect(await house.records('deal')).toHaveLength(deals);
    expect((await house.ledger()).duplicateKeys).toBe(0);
    const keys = (await house.records('company')).map(({ key }) => key).sort();
    expect(keys).toEqual(companies.map(({ record_key: key }) => key).sort());
  });

  test('adopts the company that is there by its website, and fills only what it lacks', async () => {
    const id = await connect(provider, path, settings);
    const { id: there } = await house.typeIn({
      name: 'Acme, typed in by hand',
      domain: 'acme.example',
      website: 'http://www.acme.example/about',
      phone: '+31 53 000000',
    });
    const sync = await house.send(id, { company: { name: 'Acme', domain: 'acme.example', city: 'Goor' } });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({
      status: 'processed',
      crm_id: shownId(there),
      crm_action: 'updated',
    });
    expect(await house.records('company')).toMatchObject([
      { id: there, properties: { name: 'Acme', phone: '+31 53 000000' } },
    ]);
  });

  test('says that two companies have the domain', async () => {
    const id = await connect(provider, path, settings);
    for (const name of ['One', 'Other']) {
      await house.typeIn({ name, domain: 'acme.example', website: 'https://acme.example' });
    }
    const sync = await house.send(id, { company: { name: 'Acme', domain: 'acme.example' } });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'error', error_code: 'ambiguous_match' });
    expect(await house.records('company')).toHaveLength(2);
  });
});

describe.each([
  ['hubspot', 'city'],
  ['salesforce', 'BillingCity'],
  ['odoo', 'city'],
  ['pipedrive', 'employee_count'],
] as const)('%s', (vendor, field) => {
  test('names the field that was removed after its schema was read, and its entries wait', async () => {
    const [provider, path, settings] = VENDORS.find(([name]) => name === vendor)!;
    const id = await connect(provider, path, settings);
    const company = (name: string) => ({ name, domain: `${name}.example`, city: 'Goor', employees: 7 });
    await house.send(id, { company: company('before') });
    await house.drain();
    await house.faults({ removedFields: [field] });
    const sync = await house.send(id, { company: company('after') });
    await house.drain();
    expect(await house.integration(id)).toMatchObject({ status: 'needs_attention', error_code: 'unknown_field' });
    expect(await house.sync(sync)).toMatchObject({ status: 'pending', attempts: 0 });
    const [integration] = await house.database.query<{ error_message: string }[]>(
      'select error_message from integration where id = $1',
      [id],
    );
    expect(integration?.error_message).toContain(field);
  });
});

describe('a webhook', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  const connectReceiver = () =>
    house.connect({ provider: 'webhook', settings: { baseUrl: receiver.url }, credentials: { secret } });

  test('keeps what the receiver answered', async () => {
    const id = await connectReceiver();
    receiver.reply({ status: 202, body: 'Thank you.' });
    const sync = await house.send(id, { company: { name: 'Acme' } });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
    const attempts = await house.database.query<object[]>('select * from attempt where sync_id = $1', [sync]);
    expect(attempts).toMatchObject([{ outcome: 'processed', http_status: 202, message: '202 Thank you.' }]);
  });

  test('whose answer is lost is asked about by nobody: a person decides, and sends it again under its first id', async () => {
    const id = await connectReceiver();
    receiver.reply('cut');
    const sync = await house.send(id, { company: { name: 'Acme' } });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'error', error_code: 'outcome_unknown' });
    expect(receiver.received).toHaveLength(1);
    await house.retry(sync);
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([sync, sync]);
  });

  test('that says 500 gets the message again, under its first id', async () => {
    const id = await connectReceiver();
    receiver.reply({ status: 500 }, { status: 502 });
    const sync = await house.send(id, { company: { name: 'Acme' } });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([sync, sync, sync]);
  });
});
