import type { CompanyInput } from '@integration-queue/shared/company';
import { countryCode } from './country-code';
import { cleanText } from './text';
import type { JsonObject } from './json-ld';

/** What an organisation says about itself beside its name and address on the web. Only what the API takes is kept. */
export type OtherFields = Pick<
  CompanyInput,
  'phone' | 'email' | 'street' | 'postalCode' | 'city' | 'region' | 'country' | 'vatId' | 'linkedinUrl' | 'employees'
>;

/** Reads the fields of an organisation in JSON-LD; a field that is absent or unreadable is left out. */
export function otherFields(node: JsonObject): OtherFields {
  const address = firstObject(node['address']) ?? firstObject(firstObject(node['location'])?.['address']) ?? {};
  const contact = firstObject(node['contactPoint']) ?? {};
  const email = textOf(node['email'] ?? contact['email']).replace(/^mailto:/i, '');
  const employees = firstObject(node['numberOfEmployees'])?.['value'] ?? node['numberOfEmployees'];
  return withoutEmpty({
    phone: textOf(node['telephone'] ?? contact['telephone']).replace(/^tel:/i, ''),
    email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : '',
    street: textOf(address['streetAddress']),
    postalCode: textOf(address['postalCode']),
    city: textOf(address['addressLocality']),
    region: textOf(address['addressRegion']),
    country: countryCode(textOf(firstObject(address['addressCountry'])?.['name'] ?? address['addressCountry'])),
    vatId: textOf(node['vatID']),
    linkedinUrl: links(node['sameAs']).find((url) => /^https?:\/\/([a-z]+\.)?linkedin\.com\/company\//i.test(url)),
    employees: /^\d{1,7}$/.test(textOf(employees)) ? Number(textOf(employees)) : undefined,
  });
}

/** The first text of a JSON-LD value: `"a"`, `["a", "b"]`, `{"@value": "a"}`, a number; empty for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return textOf(value[0]);
  if (typeof value === 'object' && value !== null && '@value' in value) return textOf(value['@value']);
  return '';
}

function firstObject(value: unknown): JsonObject | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null ? (first as JsonObject) : undefined;
}

function links(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf);
}

function withoutEmpty<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as T;
}
