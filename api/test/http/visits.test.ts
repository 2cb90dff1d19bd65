import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Company } from '@integration-queue/shared/company';
import type { VisitBatchAnswer, VisitBatchResult } from '@integration-queue/shared/visit';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.now() - 100 * DAY;
/** A time some days after a day long ago. */
const day = (days: number) => new Date(START + days * DAY).toISOString();

async function visit(items: object[], headers: Record<string, string> = {}): Promise<VisitBatchResult[]> {
  const { status, body } = await workspace.key.call<VisitBatchAnswer>('POST', '/v1/visits', {
    body: { items },
    headers,
  });
  if (status !== 200) throw new Error(`The visits were answered ${status}`);
  return body.results;
}

async function companyOf(id: string | null): Promise<Company> {
  return (await workspace.key.call<Company>('GET', `/v1/companies/${id}`)).body;
}

async function create(company: object): Promise<Company> {
  return (await workspace.key.call<Company>('POST', '/v1/companies', { body: company })).body;
}

describe('visits', () => {
  test('are counted at their company, however it is named', async () => {
    const acme = await create({ name: 'Acme', domain: 'acme.example', externalId: 'a-1', city: 'Enschede' });
    const results = await visit([
      { companyId: acme.id, at: day(1), page: '/' },
      { externalId: 'a-1', at: day(2), url: 'https://www.ours.example/pricing?utm=1#top' },
      { domain: 'www.acme.example', at: day(3), page: '/jobs' },
      { company: { name: 'Acme', domain: 'acme.example', country: 'NL' }, at: day(4), page: '/pricing' },
    ]);
    expect(results.map(({ index, companyId, status }) => [index, companyId, status])).toEqual(
      [0, 1, 2, 3].map((index) => [index, acme.id, 'accepted']),
    );
    expect(await companyOf(acme.id)).toMatchObject({
      city: 'Enschede',
      country: 'NL',
      firstVisitAt: day(1),
      lastVisitAt: day(4),
      visitCount: 4,
      pages: ['/pricing', '/jobs', '/'],
    });
  });

  test('make a company that is not there yet, where it comes along with its name', async () => {
    const [made] = await visit([{ company: { name: 'New', domain: 'new.example' }, at: day(1) }]);
    expect(await companyOf(made!.companyId)).toMatchObject({ name: 'New', visitCount: 1, firstVisitAt: day(1) });
    expect(await companyOf(made!.companyId)).not.toHaveProperty('pages');
  });

  test('told late or in any order end as the same', async () => {
    const [inOrder, mixed] = [await create({ name: 'In order' }), await create({ name: 'Mixed' })];
    for (const days of [1, 5, 9, 20]) await visit([{ companyId: inOrder.id, at: day(days) }]);
    for (const batch of [[9, 5], [20], [1]]) await visit(batch.map((days) => ({ companyId: mixed.id, at: day(days) })));
    const visits = ({ firstVisitAt, lastVisitAt, visitCount }: Company) => ({ firstVisitAt, lastVisitAt, visitCount });
    expect(visits(await companyOf(mixed.id))).toEqual(visits(await companyOf(inOrder.id)));
    expect(visits(await companyOf(mixed.id))).toEqual({ firstVisitAt: day(1), lastVisitAt: day(20), visitCount: 4 });
  });

  test('with another offset are the same time', async () => {
    const [made] = await visit([{ company: { name: 'Far' }, at: '2026-01-31T02:00:00+05:00' }]);
    expect(await companyOf(made!.companyId)).toMatchObject({ lastVisitAt: '2026-01-30T21:00:00.000Z' });
  });

  test('go on from what the company knew of itself before', async () => {
    const acme = await create({ name: 'Acme', firstVisitAt: day(0), lastVisitAt: day(9), visitCount: 7 });
    await visit([{ companyId: acme.id, at: day(5) }]);
    expect(await companyOf(acme.id)).toMatchObject({ firstVisitAt: day(0), lastVisitAt: day(9), visitCount: 8 });
  });

  test('sent again by their own id, or with their Idempotency-Key, count once', async () => {
    const acme = await create({ name: 'Acme' });
    const item = { companyId: acme.id, at: day(1), visitId: 'v-1' };
    const [first] = await visit([item]);
    const again = await visit([item, { ...item, visitId: 'v-2' }, { ...item, visitId: 'v-2' }]);
    expect(again.map(({ status }) => status)).toEqual(['duplicate', 'accepted', 'duplicate']);
    expect(again[0]!.id).toBe(first!.id);
    expect(again[2]!.id).toBe(again[1]!.id);
    const keyed = [{ companyId: acme.id, at: day(2) }];
    const headers = { 'idempotency-key': 'batch-1' };
    expect(await visit(keyed, headers)).toEqual(await visit(keyed, headers));
    expect(await companyOf(acme.id)).toMatchObject({ visitCount: 3 });
  });

  test('of one company told at once from many sides are all counted', async () => {
    const acme = await create({ name: 'Acme', domain: 'acme.example' });
    const batch = (n: number) => [
      { companyId: acme.id, at: day(n), page: `/${n}` },
      { company: { name: 'Acme', domain: 'acme.example' }, at: day(n + 50) },
      { company: { name: `Other ${n}`, domain: `other-${n % 3}.example` }, at: day(n) },
    ];
    await Promise.all(Array.from({ length: 12 }, (_, n) => visit(n % 2 ? batch(n) : batch(n).reverse())));
    expect(await companyOf(acme.id)).toMatchObject({ visitCount: 24, firstVisitAt: day(0), lastVisitAt: day(61) });
  });
});

describe('a visit that cannot be stored', () => {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

  test.each([
    ['ahead of our clock', () => ({ company: { name: 'A' }, at: inSeconds(3600) }), 'at'],
    ['in another unit', () => ({ company: { name: 'A' }, at: '1970-01-21T08:00:00Z' }), 'at'],
    ['at no time', () => ({ company: { name: 'A' }, at: 'yesterday' }), 'at'],
    ['without a time', () => ({ company: { name: 'A' } }), 'at'],
    ['of nobody', () => ({ at: day(1) }), ''],
    ['of two', () => ({ domain: 'a.example', externalId: 'a', at: day(1) }), ''],
    ['of an unknown id', () => ({ companyId: unknownId(), at: day(1) }), 'companyId'],
    ['of an unknown external id', () => ({ externalId: 'nobody', at: day(1) }), 'externalId'],
    ['of an unknown domain', () => ({ domain: 'nobody.example', at: day(1) }), 'domain'],
    ['of no domain', () => ({ domain: 'gmail.com', at: day(1) }), 'domain'],
    ['with a key nobody knows', () => ({ company: { name: 'A' }, at: day(1), colour: 'red' }), 'colour'],
    ['of a company that is none', () => ({ company: { name: '', employees: -1 }, at: day(1) }), 'company.name'],
    ['that is no object', () => null, ''],
  ])('%s says why, and loses no other', async (_, item, path) => {
    const results = await visit([
      { company: { name: 'Good' }, at: day(1) },
      item() as object,
      { company: { name: 'Good' }, at: day(2) },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'invalid', 'accepted']);
    expect(results[1]).toMatchObject({ index: 1, id: null, companyId: null });
    expect(results[1]!.errors![0]).toEqual({ path, message: expect.stringMatching(/./) });
    expect(await companyOf(results[0]!.companyId)).toMatchObject({ visitCount: 2 });
    const { body } = await workspace.key.call<{ items: Company[] }>('GET', '/v1/companies');
    expect(body.items).toHaveLength(1);
  });

  test('a clock a little ahead is taken', async () => {
    expect((await visit([{ company: { name: 'A' }, at: inSeconds(60) }]))[0]!.status).toBe('accepted');
  });

  test('of another workspace’s company is not found', async () => {
    const theirs = await house.newWorkspace();
    const { body } = await theirs.key.call<Company>('POST', '/v1/companies', {
      body: { name: 'Theirs', domain: 'theirs.example', externalId: 't' },
    });
    const results = await visit([
      { companyId: body.id, at: day(1) },
      { domain: 'theirs.example', at: day(1) },
      { externalId: 't', at: day(1) },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['invalid', 'invalid', 'invalid']);
    const { body: after } = await theirs.key.call<Company>('GET', `/v1/companies/${body.id}`);
    expect(after).toEqual(body);
  });

  test('too many, or none, are refused as a whole', async () => {
    const items = Array.from({ length: 1001 }, () => ({ company: { name: 'A' }, at: day(1) }));
    expect(await workspace.key.refused('POST', '/v1/visits', { body: { items } })).toMatchObject({
      status: 400,
      code: 'too_many_items',
    });
    expect(await workspace.key.refused('POST', '/v1/visits', { body: { items: [] } })).toMatchObject({ status: 400 });
  });

  test('another body with the same Idempotency-Key is refused', async () => {
    const headers = { 'idempotency-key': 'k' };
    await visit([{ company: { name: 'A' }, at: day(1) }], headers);
    const other = { body: { items: [{ company: { name: 'B' }, at: day(1) }] }, headers };
    expect(await workspace.key.refused('POST', '/v1/visits', other)).toMatchObject({ code: 'idempotency_key_reused' });
  });
});
