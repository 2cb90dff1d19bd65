import { field, options, type FieldDefinition, type FieldType } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';

/** What Pipedrive tells of a field beyond the definition. */
export interface PipedriveField extends FieldDefinition {
  details: { pdType: string; isCustom?: boolean };
}

/** How Pipedrive's types are kept: what has parts or several values is kept as JSON. */
export const TYPES: Record<string, FieldType> = {
  int: 'number',
  double: 'number',
  boolean: 'boolean',
  varchar: 'string',
  varchar_auto: 'string',
  varchar_options: 'string',
  text: 'text',
  phone: 'string',
  date: 'date',
  time: 'string',
  enum: 'option',
  stage: 'option',
  user: 'option',
  status: 'option',
  org: 'reference',
  deal: 'reference',
  address: 'text',
  monetary: 'string',
  set: 'options',
};

export function pd(
  name: string,
  stores: string,
  label: string,
  pdType: string,
  more: Partial<FieldDefinition> = {},
): PipedriveField {
  return { ...field(name, label, TYPES[pdType] ?? 'string', { stores, ...more }), details: { pdType } };
}

export const USERS = [
  { id: 71, name: 'Anna Berger', email: 'anna@practice.example' },
  { id: 72, name: 'Ben Carter', email: 'ben@practice.example' },
  { id: 73, name: 'Chris de Vries', email: 'chris@practice.example' },
];

export const PIPELINES = [
  { id: 1, name: 'Sales' },
  { id: 2, name: 'Renewals' },
];

export const STAGES = [
  { id: 1, name: 'Qualified', pipeline_id: 1, deal_probability: 20 },
  { id: 2, name: 'Contact Made', pipeline_id: 1, deal_probability: 40 },
  { id: 3, name: 'Proposal Made', pipeline_id: 1, deal_probability: 60 },
  { id: 4, name: 'Negotiations Started', pipeline_id: 1, deal_probability: 80 },
  { id: 5, name: 'Up for renewal', pipeline_id: 2, deal_probability: 50 },
];

export const ACTIVITY_TYPES = ['call', 'meeting', 'task', 'deadline', 'email', 'lunch'];

export const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'];

const INDUSTRIES = ['Agriculture', 'Construction', 'Finance', 'Healthcare', 'Manufacturing', 'Retail', 'Software'];

const numbered = (names: { id: number; name: string }[]) =>
  names.map(({ id, name }) => ({ value: String(id), label: name }));

const common = [
  pd('id', 'id', 'ID', 'int', { readOnly: true }),
  pd('owner_id', 'owner', 'Owner', 'user', { options: numbered(USERS) }),
  pd('add_time', 'created_at', 'Created', 'date', { type: 'datetime', readOnly: true }),
  pd('update_time', 'updated_at', 'Updated', 'date', { type: 'datetime', readOnly: true }),
];

/** Pipedrive's own fields, those our kind of sender uses. An activity knows no custom fields. */
export const PIPEDRIVE_FIELDS: Record<CrmObject, PipedriveField[]> = {
  companies: [
    pd('name', 'name', 'Name', 'varchar', { required: true }),
    pd('website', 'website', 'Website', 'varchar'),
    pd('linkedin', 'linkedin_url', 'LinkedIn profile', 'varchar'),
    pd('industry', 'industry', 'Industry', 'enum', {
      options: INDUSTRIES.map((label, index) => ({ value: String(index + 1), label })),
    }),
    pd('annual_revenue', 'annual_revenue', 'Annual revenue', 'int'),
    pd('employee_count', 'employees', 'Number of employees', 'int'),
    pd('address', 'address', 'Address', 'address'),
    ...common,
  ],
  deals: [
    pd('title', 'title', 'Title', 'varchar', { required: true }),
    pd('value', 'amount', 'Value', 'double'),
    pd('currency', 'currency', 'Currency', 'varchar_options', {
      type: 'option',
      options: CURRENCIES.map((code) => ({ value: code, label: code })),
    }),
    pd('stage_id', 'stage', 'Stage', 'stage', { options: numbered(STAGES) }),
    pd('pipeline_id', 'pipeline', 'Pipeline', 'enum', { options: numbered(PIPELINES) }),
    pd('status', 'status', 'Status', 'status', { options: options({ open: 'Open', won: 'Won', lost: 'Lost' }) }),
    pd('expected_close_date', 'close_date', 'Expected close date', 'date'),
    pd('org_id', 'company_id', 'Organization', 'org', { references: 'companies' }),
    pd('probability', 'probability', 'Probability', 'int'),
    ...common,
  ],
  tasks: [
    pd('subject', 'subject', 'Subject', 'varchar'),
    pd('type', 'type', 'Type', 'enum', { options: ACTIVITY_TYPES.map((value) => ({ value, label: value })) }),
    pd('due_date', 'due_date', 'Due date', 'date'),
    pd('due_time', 'due_time', 'Due time', 'time'),
    pd('done', 'done', 'Done', 'boolean'),
    pd('note', 'description', 'Note', 'text'),
    pd('public_description', 'public_description', 'Public description', 'text'),
    pd('priority', 'priority', 'Priority', 'int'),
    pd('org_id', 'company_id', 'Organization', 'org', { references: 'companies' }),
    pd('deal_id', 'deal_id', 'Deal', 'deal', { references: 'deals' }),
    ...common,
  ],
};

/** What a new record has where nothing was said. */
export const BORN_WITH: Record<CrmObject, Record<string, string | number | boolean>> = {
  companies: { owner: '71' },
  deals: { owner: '71', amount: 0, currency: 'EUR', stage: '1', pipeline: '1', status: 'open' },
  tasks: { owner: '71', type: 'task', done: false },
};

/** Pipedrive's names: in paths, in the schema's paths, in searches. */
export const NAMES: Record<CrmObject, { path: string; fieldsPath: string; entity: string; title: string }> = {
  companies: { path: 'organizations', fieldsPath: 'organizationFields', entity: 'organization', title: 'Organization' },
  deals: { path: 'deals', fieldsPath: 'dealFields', entity: 'deal', title: 'Deal' },
  tasks: { path: 'activities', fieldsPath: 'activityFields', entity: 'activity', title: 'Activity' },
};
