import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { CompanyHouse } from '../company-house.js';

let house: CompanyHouse;
beforeAll(async () => void (house = await CompanyHouse.open()));
beforeEach(() => house.empty());
afterAll(() => house.close());

const WITH_UMLAUTS = 'name;website;Ort\r\nMüller & Söhne;mueller.de;Köln\r\nCafé Zoë;zoe.nl;’s-Hertogenbosch\r\n';

test.each([
  ['UTF-8', Buffer.from(WITH_UMLAUTS)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${WITH_UMLAUTS}`)],
  ['UTF-16 LE with a mark', iconv.encode(WITH_UMLAUTS, 'utf-16le', { addBOM: true })],
  ['UTF-16 BE with a mark', iconv.encode(WITH_UMLAUTS, 'utf-16be', { addBOM: true })],
  ['UTF-16 LE without a mark', iconv.encode(WITH_UMLAUTS, 'utf-16le')],
  ['Windows-1252', iconv.encode(WITH_UMLAUTS, 'windows-1252')],
])('%s is read, in portions of any size', async (_, file) => {
  const expected = {
    'Müller & Söhne': { domain: 'mueller.de', website: 'mueller.de', city: 'Köln' },
    'Café Zoë': { domain: 'zoe.nl', website: 'zoe.nl', city: '’s-Hertogenbosch' },
  };
  for (const size of [file.length, 7, 1]) {
    await house.empty();
    const portions = Array.from({ length: Math.ceil(file.length / size) }, (_, n) =>
      file.subarray(n * size, (n + 1) * size),
    );
    expect(await house.importFile(portions)).toMatchObject({ created: 2, failed: 0 });
    expect(await house.companies()).toEqual(expected);
  }
});

test('a charset is believed where no mark contradicts it', async () => {
  const text = 'name\nŁódź\n';
  await house.importFile(iconv.encode(text, 'iso-8859-2'), { type: 'text/csv; charset=ISO-8859-2' });
  await house.importFile(Buffer.from(`\uFEFFname\nÅrhus\n`), { type: 'text/csv; charset=ISO-8859-2' });
  expect(Object.keys(await house.companies())).toEqual(['Łódź', 'Århus']);
});

test('Latin-1 is recognised though its first umlaut comes late', async () => {
  const file = `name,city\n${'\n'.repeat(70_000)}Müller,Köln\n`;
  await house.importFile(iconv.encode(file, 'latin1'));
  expect(await house.companies()).toEqual({ Müller: { city: 'Köln' } });
});

test.each([
  ['close', ''],
  ['far', '\n'.repeat(70_000)],
])(
  'bytes that are not UTF-8 in a UTF-8 file, %s behind others, cost their line and nothing else',
  async (_, distance) => {
    const file = Buffer.concat([
      Buffer.from(`name,city\nÜnder,Köln\n${distance}`),
      Buffer.from('Br\xfccke,Bonn\n', 'latin1'),
      Buffer.from('Käfer,M\uFFFDnchen\nGrün,Ulm\n'),
    ]);
    const line = 3 + distance.length;
    const report = await house.importFile(file);
    expect(report).toMatchObject({ created: 3, failed: 1, errors: [{ line, code: 'invalid_line' }] });
    expect(await house.companies()).toEqual({
      Ünder: { city: 'Köln' },
      Käfer: { city: 'M\uFFFDnchen' },
      Grün: { city: 'Ulm' },
    });
  },
);

test.each([
  [',', 'name,city\nAcme,"Berlin, Mitte"\n'],
  [';', 'name;city\nAcme;Berlin, Mitte\n'],
  ['tab', 'name\tcity\nAcme\tBerlin, Mitte\n'],
  ['|', 'name|city\nAcme|Berlin, Mitte\n'],
  ['told by Excel', 'sep=;\nname;city\nAcme;Berlin, Mitte\n'],
  ['; in spite of commas', 'name;revenue (a, b, c);city\nAcme;;Berlin, Mitte\n'],
])('the delimiter %s is found out', async (_, file) => {
  await house.importFile(file);
  expect(await house.companies()).toEqual({ Acme: { city: 'Berlin, Mitte' } });
});

test('old line ends, a missing last one, blank lines and empty cells at the end do no harm', async () => {
  expect(await house.importFile('name,city\rAcme,Berlin\rBcme,Bonn')).toMatchObject({ lines: 2, created: 2 });
  expect(await house.importFile('\r\nname,city,,\r\n\r\nCcme,Celle,,\r\n,,,\r\n')).toMatchObject({
    lines: 1,
    created: 1,
  });
  expect(await house.companies()).toEqual({
    Acme: { city: 'Berlin' },
    Bcme: { city: 'Bonn' },
    Ccme: { city: 'Celle' },
  });
});

test('cells are trimmed, turned into values, and left out where they say nothing', async () => {
  await house.importFile(
    [
      'company_name,employees,revenue ($M),location,country,linkedin,tags,vat id,first visit,description',
      'Walmart ," 2200000 ","$514,405.0","Bentonville, Ark.",USA,www.linkedin.com/company/walmart,"big; retail",n/a,2024-02-29,"a ""good"" one"',
      'Acme,-,k.A.,Berlin,,,,DE123,,',
    ].join('\n'),
  );
  expect(await house.companies()).toEqual({
    Walmart: {
      employees: 2_200_000,
      revenue: 514_405_000_000,
      city: 'Bentonville',
      region: 'Ark.',
      country: 'US',
      linkedinUrl: 'https://www.linkedin.com/company/walmart',
      tags: ['big', 'retail'],
      firstVisitAt: '2024-02-29T00:00:00Z',
      description: 'a "good" one',
    },
    Acme: { city: 'Berlin', vatId: 'DE123' },
  });
});

test('a mapping says what is taken from where, whatever columns are called', async () => {
  const report = await house.importFile('A,B,C,D\nAcme,acme.de,7,yes\n', {
    mapping: { name: 'a', website: 'B', externalId: 'C', 'custom.customer': 'D' },
  });
  expect(report.mapping).toEqual({ name: 'A', website: 'B', externalId: 'C', 'custom.customer': 'D' });
  expect(await house.companies()).toEqual({
    Acme: { externalId: '7', domain: 'acme.de', website: 'acme.de', custom: { customer: 'yes' } },
  });
});

test('NDJSON: values as they are, keys by our names or as columns are called', async () => {
  const lines = [
    { name: 'Acme', domain: 'acme.de', employees: 7, tags: ['a', 'b'], custom: { a: 1 }, postalCode: 10_115, x: {} },
    { company_name: 'Bcme', website: null, 'revenue ($M)': '1.5', location: 'Bonn, NRW' },
  ];
  const file = lines.map((line) => JSON.stringify(line)).join('\n');
  const report = await house.importFile(file, { type: 'application/x-ndjson' });
  expect(report).toMatchObject({ lines: 2, created: 2, mapping: { name: 'name', city: 'location' } });
  expect(await house.companies()).toEqual({
    Acme: { domain: 'acme.de', employees: 7, tags: ['a', 'b'], custom: { a: 1 }, postalCode: '10115' },
    Bcme: { revenue: 1_500_000, city: 'Bonn', region: 'NRW' },
  });
  await house.importFile('{"n":"Ccme","name":"no"}\n', { type: 'application/x-ndjson', mapping: { name: 'n' } });
  expect(Object.keys(await house.companies())).toContain('Ccme');
});

test.each([
  ['an empty file', '', /empty/],
  ['blank lines only', '\n\n \n', /header/],
  ['no column for the name', 'rank,ceo\n1,x\n', /name of a company.*"rank", "ceo"/],
  ['a ZIP file', Buffer.from('PK\x03\x04 and so on'), /ZIP file or an Excel workbook/],
  ['bytes that are no text', Buffer.from([1, 2, 0, 3, 0, 0, 9]), /not a text file/],
  ['a header with a broken quote', '"name,city\nAcme,Berlin\n', /header in line 1/],
])('%s cannot be imported, in words', async (_, file, words) => {
  await expect(house.importFile(file)).rejects.toMatchObject({
    code: 'invalid_import',
    detail: expect.stringMatching(words),
  });
});

test('a JSON array is no NDJSON', async () => {
  await expect(house.importFile('[{"name":"Acme"}]', { type: 'application/x-ndjson' })).rejects.toMatchObject({
    code: 'invalid_import',
    detail: expect.stringMatching(/array/),
  });
});

test.each([
  [{ name: 'Firma' }, 'mapping.name', /no column "Firma".*"name", "city"/],
  [{ name: 'name', title: 'city' }, 'mapping.title', /"title" is no field/],
  [{ name: 'name', constructor: 'city' }, 'mapping.constructor', /no field/],
  [{ city: 'city' }, 'mapping.name', /names no column/],
])('the mapping %j is refused', async (mapping, path, words) => {
  await expect(house.importFile('name,city\nAcme,Berlin\n', { mapping })).rejects.toMatchObject({
    code: 'invalid_request',
    errors: [{ path, message: expect.stringMatching(words) }],
  });
  expect(await house.count()).toBe(0);
});
