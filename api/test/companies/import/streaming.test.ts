import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { CompanyHouse } from '../company-house.js';

let house: CompanyHouse;
let integrationId: string;
beforeAll(async () => {
  house = await CompanyHouse.open();
  integrationId = await house.addIntegration();
});
beforeEach(() => house.empty());
afterAll(() => house.close());

const PORTION_LINES = 500;
const portion = (n: number) =>
  Buffer.from(Array.from({ length: PORTION_LINES }, (_, line) => `Company ${n}-${line},${'x'.repeat(200)}\n`).join(''));

test('what is imported is sent chunk by chunk, each company once', async () => {
  const rows = ['name,website', ...Array.from({ length: 700 }, (_, n) => `Company ${n},c${n}.de`), 'Twin,c0.de', 'x'];
  const file = rows.join('\n');
  expect(await house.importFile(file, { integrationId })).toMatchObject({ created: 700, failed: 2, sent: 700 });
  expect(house.sends.sent.map((ids) => ids.length)).toEqual([500, 200]);
  expect(new Set(house.sends.sent.flat()).size).toBe(700);
  expect(await house.importFile(file, { integrationId })).toMatchObject({ unchanged: 700, sent: 700 });
});

test('the sender of a large file is not read further than what has been worked through', async () => {
  let handedOut = 0;
  function* portions() {
    yield Buffer.from('name,description\n');
    for (; handedOut < 20; handedOut += 1) yield portion(handedOut);
  }
  const ahead: number[] = [];
  house.sends.onSend = () => void ahead.push(handedOut - house.sends.sent.length);
  expect(await house.importFile(portions(), { integrationId })).toMatchObject({ created: 20 * PORTION_LINES });
  expect(Math.max(...ahead)).toBeLessThanOrEqual(4);
});

describe('a single line of 100 MB', () => {
  let handedOut = 0;
  function* hundredMegabytes(before: string, after = '') {
    yield Buffer.from(before);
    for (handedOut = 0; handedOut < 100; handedOut += 1) yield Buffer.alloc(1_000_000, 'x');
    yield Buffer.from(after);
  }

  test('for a header is refused before more than its beginning was read', async () => {
    await expect(house.importFile(hundredMegabytes('name,'))).rejects.toMatchObject({
      code: 'invalid_import',
      detail: expect.stringContaining('longer than 1 MB'),
    });
    expect(handedOut).toBeLessThan(10);
  });

  test.each([
    ['text/csv', 'name,city\nAcme,Ulm\nBcme,', '\nCcme,Celle\n'],
    ['application/x-ndjson', '{"name":"Acme"}\n\n{"name":"', '"}\n{"name":"Ccme"}'],
  ])('in %s costs itself alone', async (type, head, tail) => {
    const report = await house.importFile(hundredMegabytes(head, tail), { type });
    expect(report).toMatchObject({ created: 2, failed: 1, errors: [{ line: 3, code: 'invalid_line' }] });
    expect(Object.keys(await house.companies())).toEqual(['Acme', 'Ccme']);
  });
});

test('an import can be looked at while it runs: chunks are told of when they are whole, sends and all', async () => {
  const seen: unknown[] = [];
  house.sends.onSend = async () => {
    const rows = await house.database.query<object[]>(
      'select lines, created, finished_at is null as runs, mapping from import order by id desc limit 1',
    );
    seen.push(...rows);
  };
  await house.importFile([Buffer.from('name,description\n'), portion(0), portion(1)], { integrationId });
  expect(seen).toEqual([
    { lines: 0, created: 0, runs: true, mapping: {} },
    { lines: 500, created: 500, runs: true, mapping: { name: 'name', description: 'description' } },
  ]);
});

test('an upload that breaks off keeps what was worked through, and says how far it came', async () => {
  async function* broken() {
    yield Buffer.concat([Buffer.from('name,description\n'), portion(0), portion(1)]);
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  }
  await expect(house.importFile(broken())).rejects.toMatchObject({ code: 'invalid_import', detail: /broke off/ });
  const [row] = await house.database.query<Record<string, unknown>[]>('select * from import order by id desc limit 1');
  expect(row).toMatchObject({ lines: 500, created: 500, failed: 0, finished_at: expect.any(Date) });
  expect(row!['errors']).toEqual([
    { line: 501, code: 'broken_off', message: expect.stringMatching(/broke off. Line 501 is the last/) },
  ]);
});

test('nothing of a finished import is left but its report', async () => {
  await house.importFile('name\nAcme\n');
  expect(await house.database.query('select * from import_line')).toEqual([]);
});

test('an unknown or foreign integration is refused before anything is read', async () => {
  const foreign = await house.addIntegration(await house.addWorkspace());
  let read = 0;
  function* portions() {
    read += 1;
    yield Buffer.from('name\nAcme\n');
  }
  for (const id of [uuidv7(), foreign]) {
    await expect(house.importFile(portions(), { integrationId: id })).rejects.toMatchObject({ code: 'not_found' });
  }
  expect([read, await house.count()]).toEqual([0, 0]);
});
