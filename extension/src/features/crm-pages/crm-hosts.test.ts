import { isSwitchedOn, patternsOf, readOrigin, type CrmHost } from './crm-hosts';

it.each([
  ['crm.example.com', 'https://crm.example.com'],
  [' https://CRM.example.com/odoo/contacts/1?x#y ', 'https://crm.example.com'],
  ['http://127.0.0.1:8069/web', 'http://127.0.0.1:8069'],
  ['localhost:4010', 'https://localhost:4010'],
  ['acme.odoo.com', 'https://acme.odoo.com'],
])('reads %s', (typed, origin) => {
  expect(readOrigin(typed)).toEqual({ origin });
});

it.each([
  ['', 'no_address'],
  ['not an address', 'no_address'],
  ['ftp://crm.example.com', 'no_address'],
  ['*.example.com', 'no_address'],
  ['https://www.linkedin.com/company/acme', 'linkedin'],
  ['app.hubspot.com', 'vendor'],
  ['acme.my.salesforce.com', 'vendor'],
])('refuses %s', (typed, fault) => {
  expect(readOrigin(typed)).toEqual({ fault });
});

it('is switched on for the host, scheme and port that were named, and for no other CRM there', () => {
  const hosts: CrmHost[] = [
    { provider: 'odoo', origin: 'http://127.0.0.1:8069' },
    { provider: 'hubspot', origin: null },
  ];
  const on = (provider: CrmHost['provider'], url: string) => isSwitchedOn(hosts, provider, new URL(url));
  expect(on('odoo', 'http://127.0.0.1:8069/web')).toBe(true);
  expect(on('odoo', 'http://127.0.0.1:8070/web')).toBe(false);
  expect(on('odoo', 'https://127.0.0.1:8069/web')).toBe(false);
  expect(on('practice', 'http://127.0.0.1:8069/companies/1')).toBe(false);
  expect(on('hubspot', 'https://app.hubspot.com/')).toBe(true);
  expect(on('hubspot', 'https://app.hubspot.com.evil.example/')).toBe(false);
  expect(on('pipedrive', 'https://acme.pipedrive.com/')).toBe(false);
});

it('asks for the right to one host, whatever its port', () => {
  expect(patternsOf({ provider: 'odoo', origin: 'http://127.0.0.1:8069' })).toEqual(['http://127.0.0.1/*']);
  expect(patternsOf({ provider: 'pipedrive', origin: null })).toEqual(['https://*.pipedrive.com/*']);
});
