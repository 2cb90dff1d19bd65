import type { Import } from '@integration-queue/shared/import';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CompanyHouse } from '../company-house.js';

let house: CompanyHouse;
beforeAll(async () => void (house = await CompanyHouse.open()));
beforeEach(() => house.empty());
afterAll(() => house.close());

const names = async () => Object.keys(await house.companies());
const problems = ({ errors }: Import) => errors.map(({ line, code, message }) => `${line} ${code} ${message}`);

test('a line that is no company is reported with number and reason, and no other is lost', async () => {
  const report = await house.importFile(
    [
      'name,website,employees,email,country', // 1
      'First,first.de,1,,', // 2
      'Too few,few.de', // 3
      'Too many,many.de,1,,,x', // 4
      'Stray "quote",stray.de,1,,', // 5
      '"Early" end,early.de,1,,', // 6
      ',nameless.de,1,,', // 7
      'Many,many.de,many,,', // 8
      'Half,half.de,1.5,,', // 9
      'Mail,mail-me.de,1,nobody,', // 10
      'Far,far.de,1,,Atlantis', // 11
      `${'x'.repeat(501)},long.de,1,,`, // 12
      'Last,last.de,2,,', // 13
    ].join('\n'),
  );
  expect(report).toMatchObject({ lines: 12, created: 2, failed: 10 });
  expect(problems(report)).toEqual([
    '3 invalid_line The line has 2 columns, the header 5',
    '4 invalid_line The line has 6 columns, the header 5',
    expect.stringMatching(/^5 invalid_line A quote stands in the middle of a cell/),
    expect.stringMatching(/^6 invalid_line A quote ends before its cell does/),
    '7 invalid_value The name is missing',
    '8 invalid_value employees: "many" is not a whole number',
    '9 invalid_value employees: "1.5" is not a whole number',
    '10 invalid_value email: must be an e-mail address',
    '11 invalid_value country: "Atlantis" is not a country; write its code, such as DE',
    '12 invalid_value name: must have at most 500 characters',
  ]);
  expect(await names()).toEqual(['First', 'Last']);
});

test('numbers of lines are those of the file, also behind cells over several lines', async () => {
  const report = await house.importFile('name,description\n"Ac\r\nme","one\n\n""two"""\n\nBcme\nCcme,x\n');
  expect(report).toMatchObject({ lines: 3, created: 2, errors: [{ line: 7 }] });
  expect(await house.companies()).toEqual({ 'Ac\nme': { description: 'one\n\n"two"' }, Ccme: { description: 'x' } });
});

test.each([
  ['nothing closes', ['Bcme,Bonn', 'Ccme,Celle'], ['Bcme', 'Ccme']],
  [
    'a quoted cell closes in the middle',
    ['Bcme,Bonn', 'Ccme,"Celle, Altstadt"', 'Dcme,Düren'],
    ['Bcme', 'Ccme', 'Dcme'],
  ],
  ['a cell over two lines follows', ['Bcme,"Bonn', 'Nord"', 'Ccme,Celle'], ['Bcme', 'Ccme']],
  ['another such line follows', ['Bcme,Bonn', '"Broken again,Ulm', 'Ccme,Celle'], ['Bcme', 'Ccme']],
  ['a lone quote closes to something with too few columns', ['Bcme,Bonn', '"', 'Ccme,Celle'], ['Bcme', 'Ccme']],
])('a quote that is not closed takes no other line with it: %s', async (_, following, expected) => {
  const report = await house.importFile(['name,city', 'Acme,Aachen', '"Broken,Brühl', ...following].join('\n'));
  expect(report.errors[0]).toMatchObject({
    line: 3,
    code: 'invalid_line',
    message: expect.stringMatching(/quote|columns/i),
  });
  expect(await names()).toEqual(['Acme', ...expected]);
});

test('a line above 1 MB is reported, whatever it holds, and the next one is read', async () => {
  const long = 'x'.repeat(1_100_000);
  const report = await house.importFile(
    `name,city\nAcme,${long}\n"Bcme,${long}\nCcme,Celle\n"Dcme,Düren\n${long}\nEcme,Essen`,
  );
  expect(problems(report)).toEqual([
    '2 invalid_line The line is longer than 1 MB',
    '3 invalid_line The line is longer than 1 MB',
    '5 invalid_line A quote is opened and not closed',
    '6 invalid_line The line is longer than 1 MB',
  ]);
  expect(await names()).toEqual(['Ccme', 'Ecme']);
});

test('a quote that is not closed within 1 MB of lines loses none of them', async () => {
  const others = Array.from({ length: 3_000 }, (_, n) => `Company ${n},${'y'.repeat(400)}`);
  const report = await house.importFile(['name,description', '"Broken,x', ...others].join('\n'), {
    mapping: { name: 'name' },
  });
  expect(report).toMatchObject({ lines: 3_001, created: 3_000, failed: 1, errors: [{ line: 2 }] });
});

test('lines of NDJSON that are no object are reported', async () => {
  const lines = [
    '{"name":"Acme"}',
    '{"name":"Bcme"',
    '"Ccme"',
    'null',
    '',
    '{"name":["D"]}',
    '{"city":"Ulm"}',
    '{"name":"Ecme"}',
  ];
  const report = await house.importFile(lines.join('\n'), { type: 'application/x-ndjson' });
  expect(problems(report)).toEqual([
    ...['2', '3', '4'].map((line) => `${line} invalid_line The line is not one JSON object`),
    '6 invalid_value name: must be a string',
    '7 invalid_value The name is missing',
  ]);
  expect(await names()).toEqual(['Acme', 'Ecme']);
});

test('two lines about one company: the first stays, the second is reported with both numbers', async () => {
  const far = Array.from({ length: 1_200 }, (_, n) => `Other ${n},o${n}.de`);
  const lines = [
    'name,website',
    'Walt Disney,http://www.disney.com',
    ...far,
    'Fox,https://disney.com/fox',
    'walt disney,',
  ];
  const file = lines.join('\n');
  const fox = {
    line: 1_203,
    code: 'duplicate_in_import',
    otherLine: 2,
    message:
      '"Fox" is the same company as "Walt Disney" (disney.com) in line 2; line 2 was kept, line 1203 was not taken over',
  };
  const report = await house.importFile(file);
  expect(report).toMatchObject({ lines: 1_203, created: 1_202, failed: 1, errors: [fox] });
  const again = await house.importFile(file);
  expect(again).toMatchObject({ lines: 1_203, created: 0, updated: 0, unchanged: 1_202, failed: 1, errors: [fox] });
  expect((await house.companies())['Walt Disney']).toMatchObject({ domain: 'disney.com' });
});

test('a line that repeats another word for word is reported as well', async () => {
  const report = await house.importFile('name,website\nAcme,acme.de\nAcme,www.acme.de\nBcme,\nBCME,\n');
  expect(report).toMatchObject({
    created: 2,
    failed: 2,
    errors: [
      { line: 3, otherLine: 2 },
      { line: 5, otherLine: 4 },
    ],
  });
});

test('a second import changes what differs and reports what belongs to another external id', async () => {
  await house.importFile('external id,name,website\na,Acme,acme.de\nb,Bcme,bcme.de\n');
  const report = await house.importFile(
    'external id,name,website\na,Acme GmbH,acme.de\nb,Bcme,bcme.de\nc,Ccme,acme.de\n',
  );
  expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 1, failed: 1 });
  expect(report.errors[0]).toMatchObject({ line: 4, code: 'duplicate_in_import', otherLine: 2 });
  const third = await house.importFile('external id,name,website\nc,Ccme,acme.de\n');
  expect(problems(third)).toEqual([
    '2 domain_taken "Ccme" has the domain of "Acme GmbH" (acme.de), which has another external id; line 2 was not taken over',
  ]);
});

test('two imports at once do not mistake each other for themselves', async () => {
  const rows = Array.from({ length: 1_500 }, (_, n) => `Company ${n},c${n}.de`);
  const file = ['name,website', ...rows, 'Twin,c0.de'].join('\n');
  const reports = await Promise.all([house.importFile(file), house.importFile(file)]);
  for (const report of reports)
    expect(report).toMatchObject({ failed: 1, errors: [{ line: 1_502, otherLine: 2, code: 'duplicate_in_import' }] });
  expect(reports[0].created + reports[1].created).toBe(1_500);
  expect((await house.companies())['Company 0']).toMatchObject({ domain: 'c0.de' });
});

test('a report names the first 1,000 bad lines and counts all', async () => {
  const report = await house.importFile(['name,city', ...Array.from({ length: 1_300 }, () => 'x')].join('\n'));
  expect(report.failed).toBe(1_300);
  expect(report.errors.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 2));
});
