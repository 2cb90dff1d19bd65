import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { countryCode } from '../../../src/companies/import/countries.js';
import { guessColumns } from '../../../src/companies/import/columns.js';
import { readNumber } from '../../../src/companies/import/numbers.js';
import { factorInName } from '../../../src/companies/import/units.js';
import { CompanyHouse } from '../company-house.js';

let house: CompanyHouse;
beforeAll(async () => void (house = await CompanyHouse.open()));
beforeEach(() => house.empty());
afterAll(() => house.close());

test.each([
  ['2200000', 2_200_000],
  ['$514,405.0', 514_405],
  ['1,234,567.89', 1_234_567.89],
  ['1.234.567,89', 1_234_567.89],
  ['1.234,50 €', 1_234.5],
  ['EUR 1 234 567,8', 1_234_567.8],
  ["1'234'567", 1_234_567],
  ['1,234', 1_234],
  ['1.234', 1_234],
  ['12,5', 12.5],
  ['0.125', 0.13],
  ['.5', 0.5],
  ['-3', -3],
  ['(1,200)', -1_200],
  ['12 Mio.', 12_000_000],
  ['12,5 Mrd. €', 12_500_000_000],
  ['$1.5bn', 1_500_000_000],
  ['€ 12k', 12_000],
  ['ca. 500', 500],
  ['10,000+', 10_000],
  ['many', null],
  ['5%', null],
  ['51-200', null],
  ['12,34.5', null],
  ['1.2.3', null],
  ['12 34', null],
  ['', null],
])('%s is %s', (written, number) => {
  expect(readNumber(written)).toBe(number);
});

test('three digits behind the only mark are thousands, unless the column counts millions', () => {
  expect(readNumber('514.405', { factor: 1e6, decimalMark: '.' })).toBe(514_405_000);
  expect(readNumber('514.405', { factor: 1e6, decimalMark: ',' })).toBe(514_405_000_000);
  expect(readNumber('514,405', { factor: 1e6, decimalMark: ',' })).toBe(514_405_000);
  expect(readNumber('514,405.0', { factor: 1e6 })).toBe(514_405_000_000);
  expect(readNumber('2 Mrd.', { factor: 1e3 })).toBe(2_000_000_000);
});

test.each([
  ['revenue ($M)', 1e6],
  ['Revenue (USD bn)', 1e9],
  ['Annual revenue (in thousands)', 1e3],
  ['Revenue (000s)', 1e3],
  ['Umsatz (T€)', 1e3],
  ['Umsatz in Mio. €', 1e6],
  ['Umsatz TEUR', 1e3],
  ['Umsatz in 1.000 EUR', 1e3],
  ['Umsatz [Mrd. €]', 1e9],
  ['Omzet (mln)', 1e6],
  ['Omzet k€', 1e3],
  ['revenue', 1],
  ['Mitarbeiter (MA)', 1],
])('the unit of "%s" is %d', (column, factor) => {
  expect(factorInName(column)).toBe(factor);
});

test.each([
  ['English', ['Company Name', 'Website URL', 'No. of Employees', 'Revenue ($M)', 'Zip', 'HQ Location']],
  ['German', ['Firmenname', 'Webseite', 'Mitarbeiterzahl', 'Umsatz in Mio. €', 'PLZ', 'Standort']],
  ['Dutch', ['Bedrijfsnaam', 'Website', 'Aantal medewerkers', 'Omzet (mln)', 'Postcode', 'Vestigingsplaats']],
])('%s columns are recognised', (_, [name, website, employees, revenue, postalCode, place]) => {
  const columns = ['#', name!, website!, employees!, revenue!, postalCode!, place!];
  expect(guessColumns(columns)).toEqual({ name, website, employees, revenue, postalCode, city: place, region: place });
});

test('the better of two columns is taken, and a place only where there is no city', () => {
  expect(guessColumns(['Name', 'Company', 'Sector', 'Industry', 'Ort', 'Bundesland', 'Sitz', 'Land'])).toEqual({
    name: 'Name',
    industry: 'Industry',
    city: 'Ort',
    region: 'Bundesland',
    country: 'Land',
  });
});

test('an id column is not guessed to be ours: numbers of rows would bring companies together', () => {
  expect(guessColumns(['id', 'name', 'External ID'])).toEqual({ name: 'name', externalId: 'External ID' });
});

test.each([
  ['de', 'DE'],
  ['Germany', 'DE'],
  ['Deutschland', 'DE'],
  ['Duitsland', 'DE'],
  ['Niederlande', 'NL'],
  ['Verenigd Koninkrijk', 'GB'],
  ['UK', 'GB'],
  ['USA', 'US'],
  ['Hong Kong', 'HK'],
  ['Benin', 'BJ'],
  ['Narnia', null],
  ['DD', null],
])('%s has the code %s', (name, code) => {
  expect(countryCode(name)).toBe(code);
});

test.each([
  ['a cell with a number', 'text/csv', `name,employees\nAcme,${'a'.repeat(1_000_000)}1\n`],
  ['a column of CSV', 'text/csv', `name,${'('.repeat(1_000_000)}\nAcme,1\n`],
  ['a key of NDJSON', 'application/x-ndjson', `{"name":"Acme","${'('.repeat(1_000_000)}":1}\n`],
])('%s of a million characters holds nobody up', async (_, type, file) => {
  const report = await house.importFile(file, { type });
  expect(report).toMatchObject({ status: 'done', lines: 1 });
});

test('what stands behind the first 200 characters of a column says nothing of it', () => {
  expect(guessColumns([`Firma${' '.repeat(200)}Nummer`])).toEqual({ name: `Firma${' '.repeat(200)}Nummer` });
});

test('a value or a key with what Postgres cannot store costs its line alone, and is told', async () => {
  const lines = [
    { 'name\0': 'A' },
    { name: 'B', employees: '12\0' },
    { name: 'C', employees: `${'x'.repeat(59)}😀` },
    { name: 'D' },
  ];
  const file = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const report = await house.importFile(file, { type: 'application/x-ndjson' });
  expect(report).toMatchObject({ status: 'done', created: 2, failed: 2, mapping: { name: 'name' } });
  expect(report.errors.map(({ message }) => message)).toEqual([
    'employees: "12" is not a whole number',
    `employees: "${'x'.repeat(59)}\uFFFD…" is not a whole number`,
  ]);
});
