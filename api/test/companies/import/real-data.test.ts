import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CompanyHouse } from '../company-house.js';

/** Beside the checkout, where there is any. */
const DATA = fileURLToPath(new URL('../../../../../shared/data/companies/', import.meta.url));

let house: CompanyHouse;
beforeAll(async () => void (house = await CompanyHouse.open()));
beforeEach(() => house.empty());
afterAll(() => house.close());

/** Runs where the file is; says so where it is not. */
function testOn(file: string, name: string, run: (content: Buffer) => Promise<void>): void {
  test(name, async () => {
    if (existsSync(DATA + file)) await run(readFileSync(DATA + file));
    else process.stdout.write(`skipped: data not here (${file})\n`);
  });
}

testOn(
  'fortune500.csv',
  'the Fortune 500: 499 companies with 499 domains, one line reported, twice',
  async (content) => {
    const both = {
      line: 105,
      otherLine: 54,
      code: 'duplicate_in_import',
      message: expect.stringMatching(/Twenty-First Century Fox.*Walt Disney.*line 54.*line 105/),
    };
    expect(await house.importFile(content)).toMatchObject({ lines: 500, created: 499, failed: 1, errors: [both] });
    expect(await house.importFile(content)).toMatchObject({ lines: 500, unchanged: 499, failed: 1, errors: [both] });
    const companies = await house.companies();
    expect(new Set(Object.values(companies).map(({ domain }) => domain)).size).toBe(499);
    expect(companies['Walmart']).toEqual({
      domain: 'walmart.com',
      website: 'http://www.walmart.com',
      city: 'Bentonville',
      region: 'Ark.',
      industry: 'General Merchandisers',
      employees: 2_200_000,
      revenue: 514_405_000_000,
    });
    expect(companies['Ford Motor']).toMatchObject({ domain: 'ford.com' });
    expect(companies['Facebook']).toMatchObject({ domain: 'facebook.com' });
  },
);

testOn('sp500.csv', 'the S&P 500: 503 companies without a domain, found again by name', async (content) => {
  expect(await house.importFile(content)).toMatchObject({ lines: 503, created: 503, failed: 0, errors: [] });
  expect(await house.importFile(content)).toMatchObject({ lines: 503, unchanged: 503, failed: 0 });
  expect((await house.companies())['3M']).toEqual({
    city: 'Saint Paul',
    region: 'Minnesota',
    industry: 'Industrial Conglomerates',
  });
});
