import { findRecord } from './find-record';
import { VENDOR_ORIGINS } from './vendor-origins';

const found = (address: string) => {
  const one = findRecord(new URL(address));
  return one && { site: one.site.provider, ...one.record };
};

it.each([
  ['https://app.hubspot.com/contacts/4711/record/0-2/98765', 'hubspot', { id: '98765', accountId: '4711' }],
  [
    'https://app-eu1.hubspot.com/contacts/4711/record/0-2/98765/view/1?x=1',
    'hubspot',
    { id: '98765', accountId: '4711' },
  ],
  ['https://app.hubspot.com/contacts/4711/company/98765/', 'hubspot', { id: '98765', accountId: '4711' }],
  [
    'https://acme.lightning.force.com/lightning/r/Account/001D000000IqhSLIAZ/view',
    'salesforce',
    { id: '001D000000IqhSLIAZ' },
  ],
  [
    'https://acme.lightning.force.com/lightning/r/001D000000IqhSL/view?ws=%2Fx',
    'salesforce',
    { id: '001D000000IqhSLIAZ' },
  ],
  [
    'https://acme--dev.sandbox.lightning.force.com/lightning/r/Account/001D000000IqhSLIAZ/view',
    'salesforce',
    { id: '001D000000IqhSLIAZ' },
  ],
  ['https://acme.my.salesforce.com/001D000000IqhSL', 'salesforce', { id: '001D000000IqhSLIAZ' }],
  ['https://acme.pipedrive.com/organization/12?tab=deals', 'pipedrive', { id: '12' }],
  ['https://app.pipedrive.com/organization/12/', 'pipedrive', { id: '12' }],
  [
    'https://acme.odoo.com/web#id=14&cids=1&menu_id=93&action=127&model=res.partner&view_type=form',
    'odoo',
    { id: '14' },
  ],
  ['http://127.0.0.1:8069/web?debug=1#id=14&model=res.partner&view_type=form', 'odoo', { id: '14' }],
  ['https://erp.example.com/odoo/contacts/14', 'odoo', { id: '14' }],
  ['https://erp.example.com/odoo/crm/5/res.partner/14?debug=1', 'odoo', { id: '14' }],
  ['https://crm.example.com/#Account/view/64a1b2c3d4e5f6071', 'espocrm', { id: '64a1b2c3d4e5f6071' }],
  ['https://example.com/espo/#Account/view/64a1b2c3d4e5f6071', 'espocrm', { id: '64a1b2c3d4e5f6071' }],
  [
    'http://127.0.0.1:4010/companies/0191c3a2-0000-7000-8000-000000000001',
    'practice',
    { id: '0191c3a2-0000-7000-8000-000000000001' },
  ],
])('%s is a record of %s', (address, site, record) => {
  expect(found(address)).toEqual({ site, ...record });
});

it.each([
  'https://app.hubspot.com/contacts/4711/objects/0-2/views/all/list',
  'https://app.hubspot.com/contacts/4711/record/0-1/98765',
  'https://app.hubspot.com/contacts/4711/record/0-21/98765',
  'https://www.hubspot.com/contacts/4711/record/0-2/98765',
  'https://app.hubspot.com.evil.example/contacts/4711/record/0-2/98765',
  'https://evil.example/?x=https://app.hubspot.com/contacts/4711/record/0-2/98765',
  'https://evillightning.force.com/lightning/r/Account/001D000000IqhSLIAZ/view',
  'https://acme.lightning.force.com/lightning/r/Contact/003D000000IqhSLIAZ/view',
  'https://acme.lightning.force.com/lightning/o/Account/list',
  'https://notpipedrive.com/organization/12',
  'https://acme.pipedrive.com/organizations/list',
  'https://acme.pipedrive.com/person/12',
  'https://acme.odoo.com/web#action=127&model=res.partner&view_type=kanban',
  'https://acme.odoo.com/web#id=14&model=sale.order&view_type=form',
  'https://acme.odoo.com/web#id=&model=res.partner&view_type=form',
  'https://erp.example.com/odoo/contacts',
  'https://erp.example.com/odoo/contacts/new',
  // The number of an action does not tell what it lists.
  'https://erp.example.com/odoo/action-127/14',
  'https://erp.example.com/odoo/contacts/14/action-127',
  'https://crm.example.com/#Account',
  'https://crm.example.com/#Account/edit/64a1b2c3d4e5f6071',
  'https://crm.example.com/#Contact/view/64a1b2c3d4e5f6071',
  'http://127.0.0.1:4010/companies',
  'http://127.0.0.1:4010/companies/new',
  'http://127.0.0.1:4010/deals/12',
  // A vendor's host is never taken for somebody's own CRM.
  'https://app.hubspot.com/companies/12',
  'https://acme.pipedrive.com/#Account/view/64a1b2c3d4e5f6071',
])('%s is none', (address) => {
  expect(found(address)).toBeNull();
});

it('recognises nothing on LinkedIn, and asks for no right there', () => {
  for (const path of ['/company/acme', '/company/acme/about/', '/school/acme', '/companies', '/#feed']) {
    expect(found(`https://www.linkedin.com${path}`)).toBeNull();
  }
  expect(Object.values(VENDOR_ORIGINS).flat().join()).not.toContain('linkedin');
});
