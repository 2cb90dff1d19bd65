import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../e2e/practice-crm/server.ts';

let crm: PracticeCrm;

beforeEach(async () => {
  crm = await startPracticeCrm();
});
afterEach(() => crm.close());

const send = (path: string, init: RequestInit = {}) =>
  fetch(`${crm.url}${path}`, { ...init, headers: { authorization: `Bearer ${crm.token}` } });

const setFaults = (faults: Record<string, unknown>) =>
  send('/api/faults', { method: 'PUT', body: JSON.stringify(faults) });

const upsert = (rows: Record<string, unknown>[], signal?: AbortSignal) =>
  send('/practice/v1/companies/batch/upsert', {
    method: 'POST',
    body: JSON.stringify({ items: rows.map((properties, index) => ({ key: `key-${index}`, properties })) }),
    ...(signal ? { signal } : {}),
  });

interface Ledger {
  calls: { byStatus: Record<string, number> };
  records: { created: number; updated: number };
}
const ledger = async () => (await (await send('/api/ledger')).json()) as Ledger;

test('none is on at the start; a part can be set; the answer is the whole', async () => {
  const before = (await (await send('/api/faults')).json()) as Record<string, unknown>;
  expect(before).toMatchObject({
    expiredToken: false,
    rateLimit: null,
    errorRate: 0,
    latencyMs: 0,
    loseAnswerRate: 0,
    refuse: [],
    ignoreFields: [],
    removedFields: [],
  });
  const answer = await setFaults({ errorRate: 0.5 });
  expect(await answer.json()).toEqual({ ...before, errorRate: 0.5 });
});

test.each([
  [{ errorrate: 1 }],
  [{ errorRate: 2 }],
  [{ errorRate: '1' }],
  [{ latencyMs: -1 }],
  [{ rateLimit: { requests: 1 } }],
  [{ refuse: ['name'] }],
  [{ refuse: [{ field: 'name', value: null }] }],
  [{ ignoreFields: 'name' }],
  [{ cutAt: 0 }],
  [{ errorRate: 1, nope: true }],
  [[]],
])('%j is refused in words and changes nothing', async (faults) => {
  const answer = await send('/api/faults', { method: 'PUT', body: JSON.stringify(faults) });
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { message: string }).message).toMatch(/\w+ .*\.$/);
  expect((await upsert([{ name: 'A' }])).status).toBe(200);
});

describe('of the whole call', () => {
  test.each([
    [{ expiredToken: true }, 401],
    [{ missingScope: true }, 403],
    [{ errorRate: 1 }, 500],
    [{ serverDown: true }, 503],
  ])('%j answers %i and writes nothing', async (fault, status) => {
    await setFaults(fault);
    expect((await upsert([{ name: 'A' }])).status).toBe(status);
    expect((await ledger()).records).toEqual({ created: 0, updated: 0 });
  });

  test('a limit tells the budget, then 429 and when to come back', async () => {
    await setFaults({ rateLimit: { requests: 2, perMs: 60_000 } });
    const answers = [await upsert([{ name: 'A' }]), await upsert([{ name: 'A' }]), await upsert([{ name: 'A' }])];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0', '0']);
    const wait = Number(answers[2]!.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await ledger()).records).toEqual({ created: 1, updated: 1 });
  });

  test('a lost answer was written', async () => {
    await setFaults({ loseAnswerRate: 1 });
    await expect(upsert([{ name: 'A' }])).rejects.toThrow('fetch failed');
    expect(await ledger()).toMatchObject({ calls: { byStatus: { lost: 1 } }, records: { created: 1 } });
    expect((await send('/practice/v1/account')).status).toBe(200);
  });

  test('no answer at all, before the write or after it', async () => {
    await setFaults({ timeoutRate: 1 });
    const patience = new AbortController();
    const calls = Array.from({ length: 30 }, () => upsert([{ name: 'A' }], patience.signal));
    const ends = Promise.allSettled(calls);
    while (((await ledger()).calls.byStatus['unanswered'] ?? 0) < 30);
    patience.abort();
    expect((await ends).every(({ status }) => status === 'rejected')).toBe(true);
    const { created, updated } = (await ledger()).records;
    expect(created + updated).toBeGreaterThan(0);
    expect(created + updated).toBeLessThan(30);
  });

  test('a web page in place of JSON', async () => {
    await setFaults({ malformedRate: 1 });
    const answer = await upsert([{ name: 'A' }]);
    expect(answer.headers.get('content-type')).toMatch('text/html');
    expect(await answer.text()).toMatch(/^<!doctype html>/);
  });

  test('the control API and the pages have none', async () => {
    await setFaults({ serverDown: true, errorRate: 1, timeoutRate: 1, malformedRate: 1 });
    for (const path of ['/api/companies', '/', '/ledger']) expect((await send(path)).status).toBe(200);
  });
});

describe('of rows and fields', () => {
  const rows = async (answer: Response) =>
    ((await answer.json()) as { results: { key: string; status: string; error?: object; properties?: object }[] })
      .results;

  test('refuse a field, or a field with a value', async () => {
    await setFaults({ refuse: [{ field: 'country', value: 'DE' }, { field: 'vat_id' }] });
    const answer = await upsert([
      { name: 'A', country: 'NL' },
      { name: 'B', country: 'DE' },
      { name: 'C', vat_id: 'NL1' },
    ]);
    expect(answer.status).toBe(207);
    expect(await rows(answer)).toMatchObject([
      { status: 'created' },
      { status: 'refused', error: { code: 'refused', field: 'country' } },
      { status: 'refused', error: { code: 'refused', field: 'vat_id' } },
    ]);
  });

  test('an ignored field is dropped without a word', async () => {
    await setFaults({ ignoreFields: ['city'] });
    const [row] = await rows(await upsert([{ name: 'A', city: 'Goor' }]));
    expect(row).toMatchObject({ status: 'created', properties: { name: 'A' } });
    expect(row!.properties).not.toHaveProperty('city');
  });

  test('a text is cut without a word, a key is not', async () => {
    await setFaults({ cutAt: 4 });
    const [row] = await rows(await upsert([{ name: 'Acme GmbH', city: 'Goor', website: 'https://acme.example' }]));
    expect(row).toMatchObject({
      status: 'created',
      properties: { name: 'Acme', city: 'Goor', website: 'https://acme.example' },
    });
  });

  test('a removed field is gone from the schema, and unknown when written', async () => {
    await setFaults({ removedFields: ['city'] });
    const schema = (await (await send('/practice/v1/schema/companies')).json()) as { fields: { name: string }[] };
    expect(schema.fields.map(({ name }) => name)).not.toContain('city');
    const [row] = await rows(await upsert([{ name: 'A', city: 'Goor' }]));
    expect(row).toMatchObject({ status: 'refused', error: { code: 'unknown_field', field: 'city' } });
  });

  test('a row missing in the answer was written', async () => {
    await setFaults({ partialAnswerRate: 1 });
    expect(await rows(await upsert([{ name: 'A' }, { name: 'B' }, { name: 'C' }]))).toHaveLength(2);
    expect((await ledger()).records.created).toBe(3);
  });
});
