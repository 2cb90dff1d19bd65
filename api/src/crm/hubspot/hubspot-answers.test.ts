import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AddressGuard } from '../address-guard.js';
import type { Connector } from '../connector.js';
import { CrmHttp } from '../http.js';
import { told, toldBy } from '../../../test/connector-kit/bench.ts';
import { type Line, openLine } from '../../../test/connector-kit/line.ts';
import { startStandIn, type StandIn } from '../../../test/connector-kit/stand-in.ts';
import { readCallProblem } from './errors.js';
import { hubspot } from './provider.js';

const LINK = 'association:company';

let standIn: StandIn;
let line: Line;
let http: CrmHttp;
let connector: Connector;

beforeEach(async () => {
  standIn = await startStandIn();
  line = await openLine(standIn.url);
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
  connector = hubspot.create(
    {
      settings: { baseUrl: `${line.url}/hubspot` },
      credentials: {},
      token: () => Promise.resolve(standIn.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
});
afterEach(async () => {
  await http.close();
  await line.close();
  await standIn.close();
});

const signal = new AbortController().signal;
const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });
const isTo = (method: string, pattern: RegExp) => (call: { method: string; path: string }) =>
  call.method === method && pattern.test(call.path);

const answer = (status: number, body: object | string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? null : body,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('what an answer to a whole call means', () => {
  test.each<[number, { headers?: Record<string, string>; [field: string]: unknown }, Record<string, unknown>]>([
    [423, {}, { kind: 'rate_limited', retryAfterMs: 2_000 }],
    [477, { headers: { 'retry-after': '90' } }, { kind: 'rate_limited', retryAfterMs: 90_000 }],
    [429, { policyName: 'SECONDLY' }, { kind: 'rate_limited', retryAfterMs: 1_000 }],
    [429, { policyName: 'TEN_SECONDLY_ROLLING' }, { kind: 'rate_limited', retryAfterMs: 10_000 }],
    [502, {}, { kind: 'transient', maybeSent: true }],
    [524, {}, { kind: 'transient', maybeSent: true }],
    [401, { category: 'EXPIRED_AUTHENTICATION' }, { kind: 'unauthorized', code: 'token_expired' }],
  ])('%i %j', (status, { headers, ...body }, expected) => {
    const { kind, details } = readCallProblem(answer(status, { message: 'No.', ...body }, headers));
    expect({ kind, ...details }).toMatchObject(expected);
  });

  test('the day’s limit is tried again each half hour: somewhere it is midnight', () => {
    const { details } = readCallProblem(answer(429, { policyName: 'DAILY' }));
    expect(details.retryAfterMs).toBeLessThanOrEqual(30 * 60_000 + 5_000);
    const comesAt = new Date(Date.now() + details.retryAfterMs!);
    expect(comesAt.getUTCMinutes() % 30).toBe(0);
  });

  test('a missing right is named', () => {
    const context = { requiredGranularScopes: ['crm.objects.deals.write'] };
    const { details } = readCallProblem(answer(403, { category: 'MISSING_SCOPES', message: 'No.', context }));
    expect(details).toMatchObject({ code: 'missing_scope', hint: expect.stringContaining('crm.objects.deals.write') });
  });
});

describe('preparing', () => {
  test('where properties may not be created says exactly what to create', async () => {
    line.trouble(isTo('POST', /\/properties\//), {
      kind: 'answered',
      when: 'before',
      with: json(403, { category: 'MISSING_SCOPES', message: 'No.' }),
    });
    const prepared = await connector.prepare(signal);
    expect(prepared).toMatchObject({ ready: false, todo: expect.stringMatching(/“iq_key”.*Require unique values/) });
  });

  test('again, when an admin has created it, finds all there', async () => {
    expect(await connector.prepare(signal)).toEqual({ ready: true });
    line.calls.length = 0;
    expect(await connector.prepare(signal)).toEqual({ ready: true });
    expect(line.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('a key that takes one value twice is not relied on', async () => {
    const property = { name: 'iq_key', label: 'Key', type: 'string', fieldType: 'text', groupName: 'dealinformation' };
    await fetch(`${line.url}/hubspot/crm/v3/properties/deals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${standIn.token}` },
      body: JSON.stringify(property),
    });
    expect(await connector.prepare(signal)).toMatchObject({
      ready: false,
      todo: expect.stringContaining('takes one value twice'),
    });
  });

  test('without it, a write says what is missing, not that the row is bad', async () => {
    const problem = await toldBy(connector.write('company', [{ key: 'a', properties: { name: 'A' } }], signal));
    expect(problem).toMatchObject({ kind: 'mapping_broken', code: 'key_field_missing' });
    expect(problem.hint).toContain('iq_key');
  });
});

describe('a link that fails after its record was written', () => {
  const isLink = isTo('POST', /\/associate\/default$/);
  const deal = async () => {
    await connector.prepare(signal);
    const [company] = await connector.write('company', [{ key: 'c', properties: { name: 'C' } }], signal);
    if (company?.kind !== 'written') throw new Error('the company was not written');
    return { key: 'd', properties: { dealname: 'D', [LINK]: company.crmId } };
  };

  test('leaves an unknown outcome; the record is found without its link, and only that is written', async () => {
    const item = await deal();
    line.trouble(isLink, { kind: 'answered', when: 'before', with: json(503, { message: 'Down.' }) });
    expect(await toldBy(connector.write('deal', [item], signal))).toMatchObject({ kind: 'transient', maybeSent: true });
    const [found] = await connector.find('deal', [{ key: 'd', mayBeOurs: true }], signal, ['dealname', LINK]);
    expect(found).toMatchObject({ by: 'key', records: [{ missing: [LINK], properties: { [LINK]: null } }] });
    const { id: crmId, missing = [] } = found!.records[0]!;
    const [again] = await connector.write('deal', [{ ...item, crmId, only: missing }], signal);
    expect(again).toMatchObject({ kind: 'written', after: { [LINK]: item.properties[LINK] } });
    expect(await standIn.records('deal')).toMatchObject([
      { properties: { company_id: item.properties[LINK] }, writes: 1 },
    ]);
  });

  test('for a limit keeps the limit’s words, and that the record is there', async () => {
    const item = await deal();
    line.trouble(isLink, { kind: 'answered', when: 'before', with: json(429, { policyName: 'SECONDLY' }) });
    expect(await toldBy(connector.write('deal', [item], signal))).toMatchObject({
      kind: 'rate_limited',
      maybeSent: true,
    });
  });

  test('since the company is gone is told as that', async () => {
    const item = await deal();
    await standIn.removeRecord('company', item.properties[LINK]);
    const [outcome] = await connector.write('deal', [item], signal);
    expect(told(outcome)).toMatchObject({ kind: 'refused', field: LINK, hint: 'Send the company again, then retry' });
  });
});

test('a task whose key cannot be unique is created, found by search, and not created again', async () => {
  await connector.prepare(signal);
  const refused = {
    kind: 'answered' as const,
    when: 'before' as const,
    with: json(400, {
      category: 'VALIDATION_ERROR',
      message: 'Unable to perform update/upsert by non-unique 0-27 property iq_key',
    }),
  };
  line.trouble(isTo('POST', /tasks\/batch\/upsert$/), refused);
  const item = { key: 't', properties: { hs_task_subject: 'Call them' } };
  const [outcome] = await connector.write('task', [item], signal);
  expect(outcome).toMatchObject({ kind: 'written', action: 'created' });
  const [found] = await connector.find('task', [{ key: 't', mayBeOurs: true }], signal, []);
  expect(found).toMatchObject({ by: 'key', records: [{ key: 't' }] });
  expect(line.calls.at(-1)!.path).toMatch(/tasks\/search$/);
  expect(await standIn.records('task')).toHaveLength(1);
});

test('a search too large for HubSpot is asked in smaller parts, from then on', async () => {
  await connector.prepare(signal);
  const tooLarge = {
    kind: 'answered' as const,
    when: 'before' as const,
    with: json(400, { category: 'VALIDATION_ERROR', message: 'The request body is too large' }),
  };
  const lookups = Array.from({ length: 200 }, (_, index) => ({ key: `k${index}`, domain: `company-${index}.example` }));
  await standIn.add('company', { name: 'Last', domain: 'company-199.example' });
  line.trouble(isTo('POST', /\/search$/), tooLarge, tooLarge);
  const found = await connector.find('company', lookups, signal, []);
  expect(found.at(-1)).toMatchObject({ by: 'domain' });
  const searches = () => line.calls.filter(({ path }) => path.endsWith('/search')).length;
  expect(searches()).toBe(2 + 4);
  line.calls.length = 0;
  await connector.find('company', lookups, signal, []);
  expect(searches()).toBe(4);
});
