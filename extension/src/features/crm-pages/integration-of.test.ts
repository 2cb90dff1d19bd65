import { makeIntegration } from '../../../test/support/syncs';
import { integrationOf } from './integration-of';

const of = (provider: 'hubspot' | 'salesforce' | 'pipedrive' | 'odoo', id: string, changes: object) =>
  makeIntegration({ id, provider, name: id, ...changes });
const found = (...args: Parameters<typeof integrationOf>) => integrationOf(...args)?.id ?? null;
const at = (url: string) => new URL(url);

it('takes the HubSpot account the address names, and no other', () => {
  const accounts = [
    of('hubspot', 'first', { account: { id: '1', name: 'First' } }),
    of('hubspot', 'second', { account: { id: '2', name: 'Second' } }),
  ];
  const page = at('https://app.hubspot.com/contacts/2/record/0-2/9');
  expect(found(accounts, 'hubspot', { id: '9', accountId: '2' }, page)).toBe('second');
  expect(found(accounts.slice(0, 1), 'hubspot', { id: '9', accountId: '2' }, page)).toBeNull();
});

it.each([
  ['https://acme.lightning.force.com/', 'https://acme.my.salesforce.com', 'ours'],
  ['https://acme--dev.sandbox.lightning.force.com/', 'https://acme--dev.sandbox.my.salesforce.com', 'ours'],
  ['https://other.lightning.force.com/', 'https://acme.my.salesforce.com', null],
  ['https://acme.lightning.force.com/', 'https://login.salesforce.com', 'ours'],
])('a Salesforce page at %s, connected by %s', (page, baseUrl, expected) => {
  expect(found([of('salesforce', 'ours', { baseUrl })], 'salesforce', { id: '001' }, at(page))).toBe(expected);
});

it.each([
  ['https://acme.pipedrive.com/', 'https://acme.pipedrive.com', 'ours'],
  ['https://other.pipedrive.com/', 'https://acme.pipedrive.com', null],
  ['https://app.pipedrive.com/', 'https://acme.pipedrive.com', 'ours'],
])('a Pipedrive page at %s, connected by %s', (page, baseUrl, expected) => {
  expect(found([of('pipedrive', 'ours', { baseUrl })], 'pipedrive', { id: '1' }, at(page))).toBe(expected);
});

it('takes the Odoo at the same address and port', () => {
  const odoos = [
    of('odoo', 'a', { baseUrl: 'http://127.0.0.1:8069' }),
    of('odoo', 'b', { baseUrl: 'https://erp.example.com/' }),
  ];
  expect(found(odoos, 'odoo', { id: '1' }, at('http://localhost:8069/web'))).toBe('a');
  expect(found(odoos, 'odoo', { id: '1' }, at('https://erp.example.com/odoo/contacts/1'))).toBe('b');
  expect(found(odoos, 'odoo', { id: '1' }, at('http://127.0.0.1:8070/web'))).toBeNull();
});

it('does not guess between two accounts of which neither address is known', () => {
  const two = ['a', 'b'].map((id) => of('pipedrive', id, { baseUrl: null }));
  expect(found(two, 'pipedrive', { id: '1' }, at('https://acme.pipedrive.com/organization/1'))).toBeNull();
});
