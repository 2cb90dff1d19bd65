import { field, options, type FieldDefinition } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';

/** A field as the metadata tells it; one of several values has a definition of its own for each. */
export interface EspoField extends FieldDefinition {
  /** It takes no `<`, `>` and `=`. */
  pattern?: true;
  details: { type: string; field?: string; required?: boolean };
}

const OURS: Record<string, FieldDefinition['type']> = {
  text: 'text',
  url: 'url',
  email: 'email',
  phone: 'phone',
  float: 'number',
  currency: 'number',
  date: 'date',
  datetime: 'datetime',
  bool: 'boolean',
  enum: 'option',
  multiEnum: 'options',
};

/** @param part of the values of a field of several: the name of that field. */
export function espo(
  name: string,
  stores: string,
  type: string,
  more: Partial<Omit<EspoField, 'details'>> = {},
  part?: string,
): EspoField {
  const required = more.required ?? false;
  return {
    ...field(name, name, OURS[type] ?? 'string', { stores, ...more }),
    ...(more.maxLength === undefined && type !== 'varchar' ? { maxLength: undefined } : {}),
    details: { type, ...(part ? { field: part } : {}), ...(required ? { required } : {}) },
  };
}

const enumOf = (...values: string[]): Partial<FieldDefinition> => ({
  options: options(Object.fromEntries(values.map((value) => [value, value]))),
});

const description = espo('description', 'description', 'text');
const assignedUser = espo('assignedUserId', 'owner', 'link', {}, 'assignedUser');
const createdAt = espo('createdAt', 'created_at', 'datetime', { readOnly: true });

export const ENTITIES: Record<string, { object: CrmObject; fields: EspoField[] }> = {
  Account: {
    object: 'companies',
    fields: [
      espo('name', 'name', 'varchar', { required: true, maxLength: 249, pattern: true }),
      espo('website', 'website', 'url', { maxLength: 255 }),
      espo('emailAddress', 'email', 'email'),
      espo('phoneNumber', 'phone', 'phone', { maxLength: 36 }),
      espo('type', 'lifecycle_stage', 'enum', enumOf('Customer', 'Investor', 'Partner', 'Reseller')),
      espo('industry', 'industry', 'enum', enumOf('Advertising', 'Finance', 'Manufacturing', 'Software')),
      espo('sicCode', 'espo_sic_code', 'varchar', { maxLength: 40, pattern: true }),
      espo('numberOfEmployees', 'employees', 'float'),
      espo('billingAddressStreet', 'street', 'text', { maxLength: 255 }),
      espo('billingAddressPostalCode', 'postal_code', 'varchar', { maxLength: 40, pattern: true }),
      espo('billingAddressCity', 'city', 'varchar', { maxLength: 100, pattern: true }),
      espo('billingAddressState', 'region', 'varchar', { maxLength: 100, pattern: true }),
      espo('billingAddressCountry', 'country', 'varchar', { maxLength: 100, pattern: true }),
      description,
      assignedUser,
      createdAt,
    ],
  },
  Opportunity: {
    object: 'deals',
    fields: [
      espo('name', 'title', 'varchar', { required: true, maxLength: 255, pattern: true }),
      espo('accountId', 'company_id', 'link', { type: 'reference', references: 'companies' }, 'account'),
      espo('amount', 'amount', 'currency', { required: true }),
      espo('amountCurrency', 'currency', 'varchar', { maxLength: 3 }, 'amount'),
      espo('stage', 'stage', 'enum', enumOf('Prospecting', 'Qualification', 'Proposal', 'Closed Won', 'Closed Lost')),
      espo('closeDate', 'close_date', 'date', { required: true }),
      description,
      assignedUser,
      createdAt,
    ],
  },
  Task: {
    object: 'tasks',
    fields: [
      espo('name', 'subject', 'varchar', { required: true, maxLength: 255, pattern: true }),
      espo('status', 'status', 'enum', enumOf('Not Started', 'Started', 'Completed', 'Canceled')),
      espo('priority', 'priority', 'enum', enumOf('Low', 'Normal', 'High', 'Urgent')),
      espo('dateEnd', 'espo_date_end', 'datetimeOptional'),
      espo('dateEndDate', 'due_date', 'date', {}, 'dateEnd'),
      espo('parentType', 'espo_parent_type', 'varchar', {}, 'parent'),
      espo('parentId', 'company_id', 'linkParent', { type: 'reference', references: 'companies' }, 'parent'),
      description,
      espo('assignedUserId', 'owner', 'link', { required: true }, 'assignedUser'),
      createdAt,
    ],
  },
};
