import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startReceiver, type Receiver } from '../../../test/receiver.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector, WriteItem } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { CrmHttp } from '../http.js';
import { webhook } from './provider.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const signal = new AbortController().signal;

let receiver: Receiver;
let http: CrmHttp;

beforeEach(async () => {
  receiver = await startReceiver();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
});
afterEach(async () => {
  await http.close();
  await receiver.close();
});

function connect(settings: Record<string, string> = {}, credentials: Record<string, string> = {}): Connector {
  return webhook.create(
    {
      settings: { baseUrl: `${receiver.url}/hook`, ...settings },
      credentials: { secret: SECRET, ...credentials },
      token: () => Promise.resolve(credentials['token'] ?? ''),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
}

const item = (number: number): WriteItem => ({
  syncId: `0190a000-0000-7000-8000-00000000000${number}`,
  key: `0190b000-0000-7000-8000-00000000000${number}`,
  properties: { name: `Company ${number} 🦊`, employees: number },
});

/** How a message that got this answer ends. */
async function endOf(connector: Connector, items = [item(1)]) {
  try {
    const outcomes = await connector.write('company', items, signal);
    return outcomes.map((outcome) => (outcome.kind === 'written' ? outcome : outcome.problem));
  } catch (error) {
    if (!(error instanceof CrmProblem)) throw error;
    return error;
  }
}

describe('a message', () => {
  test('carries one record, and a signature the standard’s own library accepts', async () => {
    receiver.reply({ status: 202, body: 'Thank you.' });
    expect(await endOf(connect({}, { token: 'let-me-in' }))).toEqual([
      {
        kind: 'written',
        crmId: item(1).key,
        action: 'created',
        said: { httpStatus: 202, crmMessage: '202 Thank you.' },
      },
    ]);
    const [received] = receiver.received;
    expect(received).toMatchObject({ method: 'POST', path: '/hook' });
    expect(received!.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': item(1).syncId,
      authorization: 'Bearer let-me-in',
    });
    expect(new Webhook(SECRET).verify(received!.body, received!.headers as Record<string, string>)).toMatchObject({
      type: 'sync.company',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { syncId: item(1).syncId, key: item(1).key, id: null, properties: item(1).properties },
    });
  });

  test('is told from a changed one', async () => {
    await endOf(connect());
    const { body, headers } = receiver.received[0]!;
    const changed = body.replace('Company 1', 'Company 2');
    expect(() => new Webhook(SECRET).verify(changed, headers as Record<string, string>)).toThrow();
  });

  test('that is sent again has the id of the first', async () => {
    receiver.reply({ status: 500 });
    const connector = connect();
    await endOf(connector);
    await endOf(connector);
    const [first, second] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(second).toBe(first);
  });

  test('carries many records in batch mode, with an id that is the same for the same records', async () => {
    const connector = connect({ mode: 'batch' });
    expect(connector.limits.batch).toBeGreaterThan(1);
    await endOf(connector, [item(1), item(2)]);
    await endOf(connector, [item(1), item(2)]);
    await endOf(connector, [item(2)]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({
      type: 'sync.company.batch',
      data: [{ key: item(1).key }, { key: item(2).key }],
    });
  });

  test('of a test is a ping', async () => {
    const { name } = await connect().account(signal);
    expect(name).toContain('127.0.0.1');
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ type: 'ping' });
  });
});

describe('the receiver’s answer', () => {
  test('may name the record, which is remembered', async () => {
    receiver.reply({ status: 200, body: '{"id":4711}' });
    expect(await endOf(connect())).toMatchObject([{ kind: 'written', crmId: '4711' }]);
  });

  test('may tell of each record of a batch', async () => {
    const results = [
      { key: item(2).key, error: 'No such country' },
      { key: item(1).key, id: 'a-1' },
    ];
    receiver.reply({ status: 200, body: JSON.stringify({ results }) });
    expect(await endOf(connect({ mode: 'batch' }), [item(1), item(2), item(3)])).toMatchObject([
      { kind: 'written', crmId: 'a-1' },
      { kind: 'refused', details: { code: 'refused_by_crm', crmMessage: 'No such country' } },
      { kind: 'transient', details: { maybeSent: true } },
    ]);
  });

  test.each([
    [202, {}, 'written', undefined],
    [301, { location: 'https://elsewhere.example/hook' }, 'unauthorized', undefined],
    [400, {}, 'refused', undefined],
    [401, {}, 'unauthorized', undefined],
    [404, {}, 'unauthorized', undefined],
    [410, {}, 'unauthorized', undefined],
    [422, {}, 'refused', undefined],
    [429, { 'retry-after': '7' }, 'rate_limited', 7_000],
    [429, {}, 'rate_limited', 10_000],
    [500, {}, 'transient', undefined],
    [503, { 'retry-after': '120' }, 'rate_limited', 120_000],
    [503, {}, 'transient', undefined],
  ])('%i %j means %s', async (status, headers, kind, retryAfterMs) => {
    receiver.reply({ status, headers, body: 'So it is.' });
    const [end] = [await endOf(connect())].flat();
    expect(end!.kind).toBe(kind);
    const details = end instanceof CrmProblem ? end.details : null;
    expect(details?.retryAfterMs).toBe(retryAfterMs);
    expect(details?.maybeSent ?? false).toBe(false);
  });

  test('that refuses is kept, its first 1,024 characters', async () => {
    receiver.reply({ status: 422, body: 'x'.repeat(5_000) });
    const [end] = (await endOf(connect())) as CrmProblem[];
    expect(end!.details.crmMessage).toMatch(/^422 x+$/);
    expect(end!.details.crmMessage).toHaveLength(1_024);
  });

  test('that refuses a batch splits it', async () => {
    receiver.reply({ status: 400, body: 'One of them is bad.' });
    expect(await endOf(connect({ mode: 'batch' }), [item(1), item(2)])).toMatchObject({ kind: 'batch_rejected' });
  });

  test('that never comes leaves the outcome unknown', async () => {
    receiver.reply('cut');
    expect(await endOf(connect())).toMatchObject({ kind: 'transient', details: { maybeSent: true } });
    expect(connect().limits.lookup).toBe(0);
  });
});

test('a secret that is none is said before anything is sent', async () => {
  const connector = connect({}, { secret: 'not base64!' });
  await expect(connector.prepare(signal)).rejects.toMatchObject({ kind: 'unauthorized' });
  expect(await endOf(connector)).toMatchObject({ kind: 'unauthorized' });
  expect(receiver.received).toEqual([]);
});
