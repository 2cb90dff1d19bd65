import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FORTUNE_500 = fileURLToPath(new URL('../../../shared/data/companies/fortune500.csv', import.meta.url));

/** A file to import, how many companies are in it, and how many of its lines are reported. */
export interface CompanyFile {
  bytes: Uint8Array<ArrayBuffer>;
  companies: number;
  reported: number;
}

/** The real companies where the file is beside the checkout, else as many made ones. */
export function companyFile(): CompanyFile {
  if (existsSync(FORTUNE_500)) return { bytes: new Uint8Array(readFileSync(FORTUNE_500)), companies: 499, reported: 1 };
  console.log('skipped: data not here (companies are made instead)');
  const lines = Array.from(
    { length: 499 },
    (_, index) => `"Company ${index}, Inc.",http://www.company${index}.example,${index * 7}`,
  );
  const text = ['company_name,website,employees', ...lines, 'Twin of 7,http://company7.example,1'].join('\r\n');
  return { bytes: new TextEncoder().encode(text), companies: 499, reported: 1 };
}
