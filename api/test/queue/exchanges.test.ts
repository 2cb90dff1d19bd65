import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { CrmFront } from './crm-front.js';
import { House } from './house.js';

interface KeptAttempt {
  outcome: string;
  http_status: number | null;
  message: string | null;
  exchange: { method: string; path: string; sent?: string; answer?: string } | null;
}

let house: House;
let front: CrmFront;

beforeAll(async () => {
  house = await House.open();
  front = await CrmFront.open(house.crm.url);
});
afterEach(async () => {
  front.clear();
  await house.clear();
});
afterAll(async () => {
  await front.close();
  await house.close();
});

/** Attempts of an entry, newest first. */
function attempts(syncId: string): Promise<KeptAttempt[]> {
  return house.database.query(
    'select outcome, http_status, message, exchange from attempt where sync_id = $1 order by id desc',
    [syncId],
  );
}

async function newest(syncId: string): Promise<KeptAttempt> {
  return (await attempts(syncId))[0]!;
}

describe('what an entry said to its CRM and was answered', () => {
  test('is kept for one that was processed but for what its receipt has', async () => {
    const integration = await house.connect();
    const id = await house.send(integration, { company: { name: 'Acme', city: 'Almelo' } });
    await house.tick(integration);

    const { exchange, http_status: status } = await newest(id);
    expect(exchange).toMatchObject({ method: 'POST', path: '/practice/v1/companies/batch/upsert' });
    expect(exchange!.sent).toBeUndefined();
    expect(JSON.parse(exchange!.answer!)).toEqual({
      key: (await house.sync(id)).record_key,
      status: 'created',
      id: (await house.sync(id)).crm_id,
    });
    expect(exchange!.answer).not.toContain('Almelo');
    expect(status).toBe(200);
  });

  test('is kept for one that was refused with its own part of the call alone', async () => {
    const integration = await house.connect();
    await house.faults({ refuse: [{ field: 'name', value: 'Bad' }] });
    const [good, bad] = await house.sendMany(integration, 2, (index) => ({ name: index ? 'Bad' : 'Good' }));
    await house.tick(integration);

    const { exchange } = await newest(bad!);
    expect(JSON.parse(exchange!.sent!)).toMatchObject({ name: 'Bad' });
    expect(JSON.parse(exchange!.answer!)).toMatchObject({ field: 'name' });
    expect(JSON.stringify(exchange)).not.toContain('Good');
    expect((await newest(good!)).outcome).toBe('processed');
  });

  test('is the answer to the call where that failed, cut where it is long', async () => {
    const integration = await house.connect({ settings: { baseUrl: front.url } });
    front.answering = () => ({ status: 502, body: { error: 'x'.repeat(50_000) } });
    const [id] = await house.sendMany(integration, 2);
    await house.tick(integration);

    const { exchange, http_status: status } = await newest(id!);
    expect(status).toBe(502);
    expect(JSON.parse(exchange!.sent!)).toMatchObject({ name: 'Company 0' });
    expect(exchange!.answer).toMatch(/^\{"error":"x+…$/);
    expect(exchange!.answer!.length).toBeLessThanOrEqual(1_000);
  });

  test('is nothing where nothing left', async () => {
    const integration = await house.connect({ settings: { baseUrl: 'http://127.0.0.1:1' } });
    const id = await house.send(integration, {});
    await house.tick(integration);
    for (const { exchange } of await attempts(id)) expect(exchange).toBeNull();
  });

  test('shows no secret: neither the credentials, whatever sends them back, nor what sounds like one', async () => {
    const integration = await house.connect({ settings: { baseUrl: front.url } });
    front.answering = () => ({
      status: 502,
      body: {
        message: `Bearer ${house.crm.token} failed`,
        access_token: 'abc"123',
        session: 'password=hunter2&x=1',
        data: { deeper: [{ api_key: 4711 }], log: JSON.stringify({ clientSecret: 'hushhush', kept: 'kept' }) },
      },
    });
    const id = await house.send(integration, { company: { name: 'Acme' } });
    await house.tick(integration);

    const attempt = await newest(id);
    expect(attempt.exchange!.answer).toContain('Bearer •••• failed');
    expect(attempt.exchange!.answer).toContain('x=1');
    expect(attempt.exchange!.answer).toContain('kept');
    for (const secret of [house.crm.token, 'abc', '123', 'hunter2', '4711', 'hushhush']) {
      expect(JSON.stringify(attempt)).not.toContain(secret);
    }
  });
});

describe('no secret in what people are told', () => {
  const saying = (token: string) => ({
    status: 400,
    body: { code: 'odd', message: `Bearer ${token} may not, password=hunter2&row=1` },
  });

  test('of an entry that failed, and of its issue: webhooks, alerts and exports are made from these', async () => {
    const integration = await house.connect({ settings: { baseUrl: front.url } });
    front.answering = ({ path }) => (path.endsWith('/batch/upsert') ? saying(house.crm.token) : undefined);
    const id = await house.send(integration, { company: { name: 'Acme' } });
    await house.tick(integration);

    expect(await house.sync(id)).toMatchObject({
      status: 'error',
      error_crm_message: expect.stringMatching(/Bearer •••• may not, password=••••&row=1/),
    });
    const kept = await house.database.query<{ text: string }[]>(
      'select row_to_json(s)::text as text from sync s union all select row_to_json(i)::text from issue i',
    );
    expect(kept).toHaveLength(2);
    for (const { text } of kept) expect(text).not.toMatch(new RegExp(`${house.crm.token}|hunter2`));
  });

  test('of an integration that needs attention', async () => {
    const integration = await house.connect({
      provider: 'odoo',
      settings: { baseUrl: front.url, user: 'a', database: 'b' },
    });
    front.answering = () => ({
      status: 302,
      headers: { location: `https://login.example/?token=${house.crm.token}` },
      body: {},
    });
    await house.send(integration, {});
    await house.tick(integration);

    const { status, error_hint: hint } = await house.integration(integration);
    expect(status).toBe('needs_attention');
    expect(hint).toMatch(/^Give the address it leads to: .*=••••$/);
  });
});

const VENDORS: [Provider, string, Record<string, string>, RegExp][] = [
  ['hubspot', '/hubspot', {}, /batch\/upsert$/],
  ['salesforce', '/salesforce', {}, /composite$/],
  ['odoo', '/odoo', { database: 'practice', user: 'admin' }, /jsonrpc$/],
  ['espocrm', '/espocrm', { user: 'admin' }, /Account$/],
  ['pipedrive', '/pipedrive', {}, /organizations$/],
];

test.each(VENDORS)('%s: each row keeps its own part', async (provider, path, settings, writes) => {
  const address = house.crm.url + path;
  const integration = await house.connect({
    provider,
    settings: { ...settings, baseUrl: address, instanceUrl: address },
  });
  house.connectors.tuning = { searchLagMs: 0, budget: [] };
  await house.prepare(integration);
  await house.faults({ refuse: [{ field: 'name', value: 'Bad' }] });
  const [good, bad] = await house.sendMany(integration, 2, (index) => ({ name: index ? 'Bad' : 'Good' }));
  await house.drain();

  const done = await newest(good!);
  expect(done.exchange).toMatchObject({ path: expect.stringMatching(writes), answer: expect.stringMatching(/\w/) });
  expect(done.exchange!.sent).toBeUndefined();
  const refused = await newest(bad!);
  expect(await house.sync(bad!)).toMatchObject({ status: 'error' });
  expect(refused.exchange).toMatchObject({
    path: expect.stringMatching(writes),
    answer: expect.stringMatching(/\w/),
    sent: expect.stringContaining('Bad'),
  });
  expect(JSON.stringify(refused.exchange)).not.toContain('Good');
  for (const { exchange } of [done, refused]) expect(JSON.stringify(exchange)).not.toContain(house.crm.token);
});
