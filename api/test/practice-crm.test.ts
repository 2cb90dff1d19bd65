import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPracticeCrm, type PracticeCrm } from '../../e2e/practice-crm/server.ts';

interface Row {
  key: string;
  status: string;
  id?: string;
  properties?: Record<string, unknown>;
  before?: Record<string, unknown>;
  error?: { code: string; field?: string; message: string };
}

let crm: PracticeCrm;

beforeEach(async () => {
  crm = await startPracticeCrm();
});
afterEach(() => crm.close());

async function call(method: string, path: string, body?: unknown, token = crm.token) {
  const answer = await fetch(`${crm.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> };
}

async function upsert(object: string, items: unknown[]) {
  const { status, body } = await call('POST', `/practice/v1/${object}/batch/upsert`, { items });
  return { status, results: body['results'] as Row[] };
}

async function create(object: string, key: string, properties: Record<string, unknown>): Promise<string> {
  const { results } = await upsert(object, [{ key, properties }]);
  expect(results[0]).toMatchObject({ status: 'created' });
  return results[0]!.id!;
}

describe('batch upsert', () => {
  test('creates, updates and leaves alone, row by row, in order', async () => {
    const id = await create('companies', 'a', { name: 'Acme', city: 'Enschede' });
    const { status, results } = await upsert('companies', [
      { key: 'b', properties: { name: 'Beta 🦊' } },
      { key: 'a', properties: { city: 'Almelo' } },
      { key: 'a2', id, properties: { name: 'Acme' } },
    ]);
    expect(status).toBe(200);
    expect(results.map((row) => [row.key, row.status])).toEqual([
      ['b', 'created'],
      ['a', 'updated'],
      ['a2', 'updated'],
    ]);
    expect(results[1]).toMatchObject({
      id,
      before: { city: 'Enschede' },
      properties: { name: 'Acme', city: 'Almelo' },
    });
    const again = await upsert('companies', [{ key: 'b', properties: { name: 'Beta 🦊' } }]);
    expect(again.results[0]).toMatchObject({ status: 'unchanged' });
  });

  test('null clears, absent leaves', async () => {
    const id = await create('companies', 'a', { name: 'Acme', city: 'Enschede', country: 'NL' });
    await upsert('companies', [{ key: 'a', properties: { city: null } }]);
    const { body } = await call('GET', `/practice/v1/companies/${id}`);
    expect(body['properties']).toEqual({ name: 'Acme', country: 'NL', external_key: 'a' });
  });

  test.each([
    [{ name: 'A', nope: 1 }, 'unknown_field', 'nope'],
    [{ name: 'A', created_at: '2026-01-01T00:00:00Z' }, 'read_only_field', 'created_at'],
    [{ domain: 'a.example' }, 'required_field', 'name'],
    [{ name: '' }, 'required_field', 'name'],
    [{ name: 'A', employees: '12' }, 'invalid_type', 'employees'],
    [{ name: 12 }, 'invalid_type', 'name'],
    [{ name: 'A', last_visit_at: '31/12/2026' }, 'invalid_type', 'last_visit_at'],
    [{ name: 'A', website: 'not an address' }, 'invalid_type', 'website'],
    [{ name: 'A', website: 'javascript:alert(1)' }, 'invalid_type', 'website'],
    [{ name: 'A', email: 'nobody' }, 'invalid_type', 'email'],
    [{ name: 'A', lifecycle_stage: 'friend' }, 'invalid_option', 'lifecycle_stage'],
    [{ name: 'x'.repeat(256) }, 'too_long', 'name'],
  ])('refuses %j alone, with field and value', async (properties, code, field) => {
    const { status, results } = await upsert('companies', [
      { key: '1', properties: { name: 'Good' } },
      { key: '2', properties },
      { key: '3', properties: { name: 'Good too' } },
    ]);
    expect(status).toBe(207);
    expect(results.map((row) => row.status)).toEqual(['created', 'refused', 'created']);
    expect(results[1]!.error).toMatchObject({ code, field });
  });

  test('takes 64 kB of text and every kind of character', async () => {
    const description = '🦊é'.repeat(32_768);
    await create('companies', 'a', { name: 'Ærø — “Łódź” 株式会社', description });
    const { body } = await call('GET', '/api/companies?q=ærø');
    expect(body).toMatchObject({ total: 1, items: [{ properties: { description } }] });
  });

  test('an unknown id is not found; a key that belongs to another record is refused', async () => {
    await create('companies', 'a', { name: 'A' });
    const other = await create('companies', 'b', { name: 'B' });
    const { status, results } = await upsert('companies', [
      { key: 'x', id: '999', properties: {} },
      { key: 'a', id: other, properties: {} },
    ]);
    expect(status).toBe(207);
    expect(results.map((row) => row.status)).toEqual(['not_found', 'refused']);
  });

  test('a deal leads to a company that is there', async () => {
    const company = await create('companies', 'c', { name: 'C' });
    const { results } = await upsert('deals', [
      { key: 'd', properties: { title: 'D', company_id: company, amount: 12.5, close_date: '2027-02-28' } },
      { key: 'e', properties: { title: 'E', company_id: '5' } },
      { key: 'f', properties: { title: 'F', close_date: '2027-02-30' } },
    ]);
    expect(results.map((row) => row.error?.field ?? row.status)).toEqual(['created', 'company_id', 'close_date']);
  });

  test.each([
    [
      'the same key twice',
      [1, 2, 1].map((key) => ({ key: `${key}`, properties: { name: 'A' } })),
      'duplicate_key_in_batch',
    ],
    [
      '101 rows',
      Array.from({ length: 101 }, (_, key) => ({ key: `${key}`, properties: { name: 'A' } })),
      'batch_too_large',
    ],
    ['no rows', [], 'invalid_request'],
    ['a row without a key', [{ properties: { name: 'A' } }], 'invalid_request'],
  ])('refuses the whole call for %s', async (_, items, code) => {
    expect(await call('POST', '/practice/v1/companies/batch/upsert', { items })).toMatchObject({
      status: 400,
      body: { code },
    });
    expect(await call('GET', '/api/companies')).toMatchObject({ body: { total: 0 } });
  });
});

test('finds by key, id and domain, whatever its case and www', async () => {
  const a = await create('companies', 'a', { name: 'A', domain: 'WWW.Acme.example' });
  const b = await create('companies', 'b', { name: 'B', domain: 'acme.example' });
  const search = (body: unknown) => call('POST', '/practice/v1/companies/search', body);
  const idsOf = ({ body }: { body: Record<string, unknown> }) => (body['results'] as Row[]).map(({ id }) => id);
  expect(idsOf(await search({ keys: ['b', 'none'] }))).toEqual([b]);
  expect(idsOf(await search({ ids: [a], keys: ['a'] }))).toEqual([a]);
  expect(idsOf(await search({ domains: ['www.ACME.example'] }))).toEqual([a, b]);
  expect(await search({ names: ['A'] })).toMatchObject({ status: 400 });
});

test('says who is asked, and wants a token', async () => {
  expect(await call('GET', '/practice/v1/account')).toMatchObject({ status: 200, body: { name: 'Practice CRM' } });
  expect(await call('GET', '/practice/v1/account', undefined, 'wrong')).toMatchObject({
    status: 401,
    body: { code: 'invalid_token' },
  });
});

test('the schema names what can be written', async () => {
  const { body } = await call('GET', '/practice/v1/schema/deals');
  expect(body['fields']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'title', type: 'string', required: true, readOnly: false }),
      expect.objectContaining({ name: 'company_id', type: 'reference' }),
      expect.objectContaining({ name: 'external_key', unique: true }),
      expect.objectContaining({ name: 'created_at', readOnly: true }),
    ]),
  );
});

test('counts effects, calls and duplicates', async () => {
  const id = await create('companies', 'a', { name: 'A', domain: 'a.example' });
  await upsert('companies', [{ key: 'a', properties: { name: 'A' } }]);
  await call('POST', '/api/companies', { properties: { name: 'Typed', domain: 'www.a.example', external_key: 'a' } });
  expect(await call('GET', `/api/companies/${id}`)).toMatchObject({ body: { writes: 2, key: 'a' } });
  const { body } = await call('GET', '/api/ledger?limit=2');
  expect(body).toMatchObject({
    calls: { total: 2, byRoute: { 'POST /practice/v1/companies/batch/upsert': 2 }, byStatus: { 200: 2 } },
    records: { created: 1, updated: 1 },
    duplicateKeys: 1,
    duplicateDomains: 1,
  });
  expect(body['writes']).toMatchObject([{ action: 'created' }, { id, action: 'unchanged' }]);
});

test('says of each effect which of several writes of a record it was, by pages', async () => {
  await upsert('companies', [{ key: 'a', properties: { name: 'A' } }]);
  await upsert('companies', [{ key: 'a', properties: { name: 'A, renamed' } }]);
  await create('deals', 'd', { title: 'D' });
  const page = async (offset: number) => (await call('GET', `/api/ledger?limit=2&offset=${offset}`)).body['writes'];
  expect(await page(0)).toMatchObject([
    { key: 'd', title: 'D' },
    { key: 'a', title: 'A, renamed', action: 'updated' },
  ]);
  expect(await page(2)).toMatchObject([{ key: 'a', title: 'A', action: 'created' }]);
  expect(await page(3)).toEqual([]);
});

test('lists newest first, by pages, and searches', async () => {
  for (const name of ['Anna', 'Berta', 'Clara']) await create('companies', name, { name });
  const names = async (query: string) => {
    const { body } = await call('GET', `/api/companies${query}`);
    return (body['items'] as Row[]).map(({ properties }) => properties?.['name']);
  };
  expect(await names('')).toEqual(['Clara', 'Berta', 'Anna']);
  expect(await names('?limit=1&offset=1')).toEqual(['Berta']);
  expect(await names('?q=ANN')).toEqual(['Anna']);
  expect(await call('GET', '/api/companies?limit=-1')).toMatchObject({ status: 400 });
});

test('a deleted record is gone, and its id with it', async () => {
  const id = await create('companies', 'a', { name: 'A' });
  expect(await call('DELETE', `/api/companies/${id}`)).toMatchObject({ status: 204 });
  expect(await call('GET', `/practice/v1/companies/${id}`)).toMatchObject({ status: 404 });
  expect(await create('companies', 'a', { name: 'A' })).not.toBe(id);
});

test('merged records are one, with all that led to either', async () => {
  const winner = await create('companies', 'a', { name: 'A', city: 'Goor' });
  const loser = await create('companies', 'b', { name: 'B', country: 'NL' });
  const deal = await create('deals', 'd', { title: 'D', company_id: loser });
  expect(await call('POST', `/api/companies/${loser}/merge`, { into: winner })).toMatchObject({
    status: 200,
    body: { id: winner, key: 'a', properties: { name: 'A', city: 'Goor', country: 'NL' }, writes: 1 },
  });
  expect(await call('GET', `/api/companies/${loser}`)).toMatchObject({ status: 404 });
  expect(await call('GET', `/api/deals/${deal}`)).toMatchObject({ body: { properties: { company_id: winner } } });
});

test('records survive a restart, a half-written line too; a reset does not come back', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'practice-crm-'));
  const restart = async () => {
    await crm.close();
    crm = await startPracticeCrm({ dataDir });
  };
  await restart();
  await create('companies', 'a', { name: 'A' });
  const deleted = await create('companies', 'b', { name: 'B' });
  await upsert('companies', [{ key: 'a', properties: { city: 'Goor' } }]);
  await call('DELETE', `/api/companies/${deleted}`);
  await restart();
  await appendFile(join(dataDir, 'journal.ndjson'), '{"put":"compan');
  await restart();
  expect(await call('GET', '/api/companies')).toMatchObject({
    body: { total: 1, items: [{ key: 'a', writes: 2, properties: { name: 'A', city: 'Goor' } }] },
  });
  expect(Number(await create('companies', 'c', { name: 'C' }))).toBeGreaterThan(Number(deleted));
  await call('POST', '/api/reset');
  await restart();
  expect(await call('GET', '/api/companies')).toMatchObject({ body: { total: 0 } });
  await rm(dataDir, { recursive: true });
});

test('a port in use is an error that says so', async () => {
  const port = Number(new URL(crm.url).port);
  await expect(startPracticeCrm({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
