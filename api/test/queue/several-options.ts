import type { Provider } from '@integration-queue/shared/vocabulary';
import type { House } from './house.js';

/** What can be chosen in the field, in the CRM's order. */
export const OPTIONS = ['Customer', 'IT', 'Reseller', 'VIP'];

/** A field of several options in a CRM: its name, where the stand-in keeps it, and how an option is kept there. */
export interface SeveralOptions {
  target: string;
  stores: string;
  kept: (option: string) => string;
}

/** How a CRM is asked for such a field, as its administrator would create it. */
interface Vendor {
  path: string;
  settings: Record<string, string>;
  create(house: House): Promise<SeveralOptions>;
}

const AS_IT_IS = (option: string) => option;

async function post(house: House, path: string, body: unknown): Promise<Record<string, unknown>> {
  const admin = Buffer.from(`admin:${house.crm.token}`).toString('base64');
  const authorization = path.startsWith('/espocrm') ? `Basic ${admin}` : `Bearer ${house.crm.token}`;
  const answer = await fetch(house.crm.url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Creating the field answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

export const VENDORS: Partial<Record<Provider, Vendor>> = {
  hubspot: {
    path: '/hubspot',
    settings: {},
    async create(house) {
      await post(house, '/hubspot/crm/v3/properties/companies', {
        name: 'areas',
        label: 'Areas',
        type: 'enumeration',
        fieldType: 'checkbox',
        groupName: 'companyinformation',
        options: OPTIONS.map((value) => ({ value, label: value })),
      });
      return { target: 'areas', stores: 'areas', kept: AS_IT_IS };
    },
  },
  salesforce: {
    path: '/salesforce',
    settings: {},
    async create(house) {
      await post(house, '/salesforce/services/data/v62.0/tooling/sobjects/CustomField', {
        FullName: 'Account.Areas__c',
        Metadata: {
          type: 'MultiselectPicklist',
          label: 'Areas',
          valueSet: { valueSetDefinition: { value: OPTIONS.map((fullName) => ({ fullName, label: fullName })) } },
        },
      });
      return { target: 'Areas__c', stores: 'Areas__c', kept: AS_IT_IS };
    },
  },
  pipedrive: {
    path: '/pipedrive',
    settings: {},
    async create(house) {
      const options = OPTIONS.map((label) => ({ label }));
      const made = await post(house, '/pipedrive/api/v2/organizationFields', {
        field_name: 'Areas',
        field_type: 'set',
        options,
      });
      const code = (made['data'] as { field_code: string }).field_code;
      return { target: code, stores: code, kept: (option) => String(OPTIONS.indexOf(option) + 1) };
    },
  },
  espocrm: {
    path: '/espocrm',
    settings: { user: 'admin' },
    async create(house) {
      const field = { name: 'areas', label: 'Areas', type: 'multiEnum', options: OPTIONS };
      await post(house, '/espocrm/api/v1/Admin/fieldManager/Account', field);
      return { target: 'cAreas', stores: 'espo_cAreas', kept: AS_IT_IS };
    },
  },
  odoo: {
    path: '/odoo',
    settings: { database: 'practice', user: 'admin' },
    // Contacts have tags from the start.
    create: () => Promise.resolve({ target: 'category_id', stores: 'odoo_tags', kept: AS_IT_IS }),
  },
};
