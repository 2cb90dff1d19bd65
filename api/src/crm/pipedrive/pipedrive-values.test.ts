import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { type Receiver, startReceiver } from '../../../test/receiver.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector, Properties } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { CrmHttp } from '../http.js';
import { pipedrive } from './provider.js';

const signal = new AbortController().signal;
const key = '0190a000-0000-7000-8000-000000000001';
let crm: PracticeCrm;
let http: CrmHttp;
let connector: Connector;

const connect = (baseUrl: string): Connector =>
  pipedrive.create(
    {
      settings: { baseUrl },
      credentials: {},
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );

beforeEach(async () => {
  crm = await startPracticeCrm();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
  connector = connect(`${crm.url}/pipedrive`);
  await connector.prepare(signal);
});
afterEach(async () => {
  await http.close();
  await crm.close();
});

async function write(object: 'company' | 'deal' | 'task', properties: Properties, crmId?: string) {
  const [outcome] = await connector.write(object, [{ key, properties, ...(crmId ? { crmId } : {}) }], signal);
  if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const records = async (object: string) => {
  const answer = await fetch(`${crm.url}/api/${object}`);
  return ((await answer.json()) as { items: { key: string | null; properties: Record<string, unknown> }[] }).items;
};

describe('values', () => {
  test('read as they were sent: options by label, a day of a time, an address of several lines', async () => {
    const sent = {
      name: 'Acme',
      industry: 'Software',
      address: 'Dorpsstraat 1\n7471 AA Goor',
      iq_inbox_url: 'https://inbox.example/1',
      iq_last_visit_at: '2026-11-24T10:00:00.000Z',
    };
    const { after } = await write('company', sent);
    expect(after).toEqual(sent);
    expect((await records('companies'))[0]).toMatchObject({
      key,
      properties: { industry: '7', street: 'Dorpsstraat 1, 7471 AA Goor' },
    });
  });

  test('an option whose label reads like the id of another is read by its id', async () => {
    await fetch(`${crm.url}/pipedrive/api/v2/organizationFields`, {
      method: 'POST',
      headers: { authorization: `Bearer ${crm.token}` },
      body: JSON.stringify({ field_name: 'Lots', field_type: 'set', options: [{ label: 'one' }, { label: '1' }] }),
    });
    const field = (await connector.fields('company', signal)).find(({ label }) => label === 'Lots')!;
    expect(field).toMatchObject({
      type: 'options',
      options: [
        { value: '1', label: 'one' },
        { value: '2', label: '1' },
      ],
    });
    const { crmId } = await write('company', { name: 'Acme', [field.name]: ['1', '2'] });
    const [found] = await connector.find('company', [{ key, crmId }], signal, [field.name]);
    expect(found!.records[0]!.properties[field.name]).toEqual(['one', '2']);
  });

  test('null clears, absent leaves alone', async () => {
    const { crmId } = await write('company', { name: 'Acme', website: 'https://acme.example' });
    await write('company', { name: 'Acme GmbH' }, crmId);
    expect((await records('companies'))[0]!.properties['website']).toBe('https://acme.example');
    await write('company', { website: null }, crmId);
    expect((await records('companies'))[0]!.properties).not.toHaveProperty('website');
  });

  test('our own fields have names that are the same in every account', async () => {
    const names = (await connector.fields('company', signal)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['iq_key', 'iq_inbox_url', 'iq_last_visit_at']));
    expect(names.filter((name) => /^[0-9a-f]{40}$/.test(name))).toEqual([]);
  });
});

describe('a task', () => {
  test('carries our key in its note, and shows the note without it', async () => {
    const { after, crmId } = await write('task', { subject: 'Call them', note: 'At noon' });
    expect(after).toEqual({ subject: 'Call them', note: 'At noon' });
    expect(await records('tasks')).toMatchObject([{ key }]);
    const [found] = await connector.find('task', [{ key, mayBeOurs: true }], signal, ['note']);
    expect(found).toMatchObject({ by: 'key', records: [{ id: crmId, key, properties: { note: 'At noon' } }] });
  });

  test('keeps it when the note is written anew', async () => {
    const { crmId } = await write('task', { subject: 'Call them' });
    await write('task', { subject: 'Call them soon' }, crmId);
    await write('task', { note: 'At one' }, crmId);
    expect(await records('tasks')).toMatchObject([{ key, properties: { subject: 'Call them soon' } }]);
  });
});

describe('limits', () => {
  let server: Receiver;
  beforeEach(async () => {
    server = await startReceiver();
  });
  afterEach(() => server.close());

  const failure = async () => {
    const end = await connect(server.url)
      .account(signal)
      .catch((error: unknown) => error);
    if (end instanceof CrmProblem) return { kind: end.kind, ...end.details };
    throw new Error(`It should have failed: ${JSON.stringify(end)}`);
  };
  const json = (body: object) => ({ body: JSON.stringify(body) });

  test('of the moment: until the window ends', async () => {
    server.reply({
      status: 429,
      headers: { 'x-ratelimit-reset': '2' },
      ...json({ success: false, error: 'Too many' }),
    });
    expect(await failure()).toMatchObject({ kind: 'rate_limited', retryAfterMs: 2_000 });
  });

  test('of the day: not asked again at once', async () => {
    const headers = { 'x-daily-ratelimit-token-remaining': '0', 'x-ratelimit-reset': '2' };
    server.reply({ status: 429, headers, ...json({ success: false, error: 'Daily limit' }) });
    const { kind, retryAfterMs } = await failure();
    expect(kind).toBe('rate_limited');
    expect(retryAfterMs).toBeGreaterThanOrEqual(600_000);
  });

  test('held against us by a guard’s page: that is no missing right', async () => {
    server.reply({
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Cloudflare</title>',
    });
    const { kind, retryAfterMs } = await failure();
    expect(kind).toBe('rate_limited');
    expect(retryAfterMs).toBeGreaterThanOrEqual(60_000);
  });

  test('of the plan', async () => {
    server.reply({ status: 402, ...json({ success: false, error: 'Limit', code: 'feature_capping_deals_limit' }) });
    expect(await failure()).toMatchObject({ kind: 'refused', code: 'plan_limit' });
  });
});
