import { field, type FieldDefinition, type FieldType } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import { toId } from './ids.ts';

/** What a describe tells beyond the definition. */
export interface SalesforceField extends FieldDefinition {
  details: {
    sfType: string;
    externalId?: boolean;
    defaultedOnCreate?: boolean;
    picklist?: string[];
    restricted?: boolean;
    referenceTo?: string[];
    relationshipName?: string;
  };
}

const OURS: Record<string, FieldType> = {
  textarea: 'text',
  int: 'number',
  currency: 'number',
  double: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  email: 'email',
  multipicklist: 'options',
};

interface More extends Partial<FieldDefinition> {
  details?: Partial<SalesforceField['details']>;
}

export function sf(name: string, stores: string, label: string, sfType: string, more: More = {}): SalesforceField {
  const { details = {}, ...rest } = more;
  const restricted = details.restricted ?? false;
  return {
    ...field(name, label, restricted && sfType === 'picklist' ? 'option' : (OURS[sfType] ?? 'string'), {
      stores,
      ...(details.picklist ? { options: details.picklist.map((value) => ({ value, label: value })) } : {}),
      ...rest,
    }),
    details: { sfType, ...details },
  };
}

export const USERS = ['Anna Berger', 'Ben Carter', 'Chris de Vries'].map((name, index) => ({
  id: toId('005', String(index + 1)),
  name,
  email: `${name.split(' ')[0]!.toLowerCase()}@practice.example`,
}));

const userIds = USERS.map(({ id, name }) => ({ value: id, label: name }));

const system = [
  sf('Id', 'Id', 'Record ID', 'id', { readOnly: true }),
  sf('CreatedDate', 'created_at', 'Created Date', 'datetime', { readOnly: true }),
  sf('LastModifiedDate', 'updated_at', 'Last Modified Date', 'datetime', { readOnly: true }),
  sf('IsDeleted', 'IsDeleted', 'Deleted', 'boolean', { readOnly: true }),
];

const owner = sf('OwnerId', 'owner', 'Owner ID', 'reference', {
  type: 'option',
  options: userIds,
  details: { referenceTo: ['User'], relationshipName: 'Owner', defaultedOnCreate: true },
});

const accountId = sf('AccountId', 'company_id', 'Account ID', 'reference', {
  type: 'reference',
  references: 'companies',
  details: { referenceTo: ['Account'], relationshipName: 'Account' },
});

const INDUSTRIES = `Agriculture Apparel Banking Biotechnology Chemicals Communications Construction Consulting Education
Electronics Energy Engineering Entertainment Environmental Finance Government Healthcare Hospitality Insurance Machinery
Manufacturing Media Recreation Retail Shipping Technology Telecommunications Transportation Utilities Other`.split(
  /\s+/,
);

/** Salesforce's own fields, those our kind of sender uses. An account has no domain: its website must do. */
export const SALESFORCE_FIELDS: Record<CrmObject, SalesforceField[]> = {
  companies: [
    sf('Name', 'name', 'Account Name', 'string', { required: true, maxLength: 255 }),
    sf('Website', 'website', 'Website', 'url', { maxLength: 255 }),
    sf('Phone', 'phone', 'Account Phone', 'phone', { maxLength: 40 }),
    sf('BillingStreet', 'street', 'Billing Street', 'textarea', { maxLength: 255 }),
    sf('BillingCity', 'city', 'Billing City', 'string', { maxLength: 40 }),
    sf('BillingState', 'region', 'Billing State/Province', 'string', { maxLength: 80 }),
    sf('BillingPostalCode', 'postal_code', 'Billing Zip/Postal Code', 'string', { maxLength: 20 }),
    sf('BillingCountry', 'country', 'Billing Country', 'string', { maxLength: 80 }),
    sf('Industry', 'industry', 'Industry', 'picklist', { maxLength: 255, details: { picklist: INDUSTRIES } }),
    sf('NumberOfEmployees', 'employees', 'Employees', 'int'),
    sf('AnnualRevenue', 'annual_revenue', 'Annual Revenue', 'currency'),
    sf('Description', 'description', 'Account Description', 'textarea', { maxLength: 32_000 }),
    sf('AccountNumber', 'registration_number', 'Account Number', 'string', { maxLength: 40 }),
    sf('Type', 'company_type', 'Account Type', 'picklist', {
      maxLength: 255,
      details: { picklist: ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Partner', 'Other'] },
    }),
    sf('Rating', 'rating', 'Account Rating', 'picklist', {
      details: { picklist: ['Hot', 'Warm', 'Cold'], restricted: true },
    }),
    owner,
    ...system,
  ],
  deals: [
    sf('Name', 'title', 'Opportunity Name', 'string', { required: true, maxLength: 120 }),
    sf('StageName', 'stage', 'Stage', 'picklist', {
      required: true,
      details: {
        picklist: [
          'Prospecting',
          'Qualification',
          'Proposal/Price Quote',
          'Negotiation/Review',
          'Closed Won',
          'Closed Lost',
        ],
        restricted: true,
      },
    }),
    sf('CloseDate', 'close_date', 'Close Date', 'date', { required: true }),
    sf('Amount', 'amount', 'Amount', 'currency'),
    accountId,
    sf('Description', 'description', 'Description', 'textarea', { maxLength: 32_000 }),
    sf('Type', 'deal_type', 'Opportunity Type', 'picklist', {
      maxLength: 255,
      details: { picklist: ['Existing Business', 'New Business'] },
    }),
    owner,
    ...system,
  ],
  tasks: [
    sf('Subject', 'subject', 'Subject', 'combobox', { maxLength: 255 }),
    sf('ActivityDate', 'due_date', 'Due Date Only', 'date'),
    sf('Status', 'status', 'Status', 'picklist', {
      details: {
        picklist: ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'],
        restricted: true,
        defaultedOnCreate: true,
      },
    }),
    sf('Priority', 'priority', 'Priority', 'picklist', {
      details: { picklist: ['High', 'Normal', 'Low'], restricted: true, defaultedOnCreate: true },
    }),
    sf('TaskSubtype', 'type', 'Task Subtype', 'picklist', {
      details: { picklist: ['Task', 'Email', 'Call'], restricted: true },
    }),
    sf('WhatId', 'WhatId', 'Related To ID', 'reference', {
      details: { referenceTo: ['Account', 'Opportunity'], relationshipName: 'What' },
    }),
    { ...accountId, readOnly: true },
    sf('Description', 'description', 'Description', 'textarea', { maxLength: 32_000 }),
    owner,
    ...system,
  ],
};

/** What a new record has where nothing was said. */
export const BORN_WITH: Record<CrmObject, Record<string, string>> = {
  companies: { owner: USERS[0]!.id },
  deals: { owner: USERS[0]!.id },
  tasks: { owner: USERS[0]!.id, status: 'Not Started', priority: 'Normal' },
};
