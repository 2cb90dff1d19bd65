import { field, options, type FieldDefinition, type FieldType } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import { INDUSTRIES } from './industries.ts';

/** Longest value of a text property. */
const LONGEST = 65_536;

const one = (name: string, stores: string, label: string, type: FieldType = 'string', more = {}): FieldDefinition =>
  field(name, label, type, { stores, maxLength: LONGEST, ...more });

const fromNames = (names: string[]) =>
  names.map((value) => ({
    value,
    label: value
      .toLowerCase()
      .replaceAll('_', ' ')
      .replace(/^./, (c) => c.toUpperCase()),
  }));

/** Their options are not in the property but elsewhere: owners and pipelines have calls of their own. */
export const EXTERNAL_OPTIONS = new Set(['hubspot_owner_id', 'dealstage', 'pipeline']);

const OWNERS = options({ '51': 'Anna Berger', '52': 'Ben Carter', '53': 'Chris de Vries' });

const shared: FieldDefinition[] = [
  one('hubspot_owner_id', 'owner', 'Owner', 'option', { options: OWNERS }),
  one('hs_object_id', 'hs_object_id', 'Record ID', 'number', { readOnly: true }),
  one('hs_lastmodifieddate', 'updated_at', 'Last modified date', 'datetime', { readOnly: true }),
  one('createdate', 'created_at', 'Create date', 'datetime', { readOnly: true }),
];

export interface Stage {
  id: string;
  label: string;
  probability: string;
}

/** The pipelines of deals. */
export const PIPELINES: { id: string; label: string; stages: Stage[] }[] = [
  {
    id: 'default',
    label: 'Sales Pipeline',
    stages: [
      { id: 'appointmentscheduled', label: 'Appointment Scheduled', probability: '0.2' },
      { id: 'qualifiedtobuy', label: 'Qualified To Buy', probability: '0.4' },
      { id: 'presentationscheduled', label: 'Presentation Scheduled', probability: '0.6' },
      { id: 'decisionmakerboughtin', label: 'Decision Maker Bought-In', probability: '0.8' },
      { id: 'contractsent', label: 'Contract Sent', probability: '0.9' },
      { id: 'closedwon', label: 'Closed Won', probability: '1.0' },
      { id: 'closedlost', label: 'Closed Lost', probability: '0.0' },
    ],
  },
  {
    id: '7341',
    label: 'Renewals',
    stages: [
      { id: '734101', label: 'Up for renewal', probability: '0.5' },
      { id: '734102', label: 'Renewed', probability: '1.0' },
    ],
  },
];

/** HubSpot's own properties, those our kind of sender uses. */
export const HUBSPOT_FIELDS: Record<CrmObject, FieldDefinition[]> = {
  companies: [
    one('name', 'name', 'Company name'),
    one('domain', 'domain', 'Company Domain Name'),
    one('website', 'website', 'Website URL'),
    one('phone', 'phone', 'Phone Number'),
    one('address', 'street', 'Street Address'),
    one('address2', 'address2', 'Street Address 2'),
    one('city', 'city', 'City'),
    one('state', 'region', 'State/Region'),
    one('zip', 'postal_code', 'Postal Code'),
    one('country', 'country', 'Country/Region'),
    one('industry', 'industry', 'Industry', 'option', { options: fromNames(INDUSTRIES) }),
    one('numberofemployees', 'employees', 'Number of Employees', 'number'),
    one('annualrevenue', 'annual_revenue', 'Annual Revenue', 'number'),
    one('linkedin_company_page', 'linkedin_url', 'LinkedIn Company Page'),
    one('description', 'description', 'Description', 'text'),
    one('founded_year', 'founded_year', 'Year Founded'),
    one('lifecyclestage', 'lifecycle_stage', 'Lifecycle Stage', 'option', {
      options: options({
        subscriber: 'Subscriber',
        lead: 'Lead',
        marketingqualifiedlead: 'Marketing Qualified Lead',
        salesqualifiedlead: 'Sales Qualified Lead',
        opportunity: 'Opportunity',
        customer: 'Customer',
        evangelist: 'Evangelist',
        other: 'Other',
      }),
    }),
    one('type', 'company_type', 'Type', 'option', {
      options: fromNames(['PROSPECT', 'PARTNER', 'RESELLER', 'VENDOR', 'OTHER']),
    }),
    ...shared,
  ],
  deals: [
    one('dealname', 'title', 'Deal Name', 'string', { required: true }),
    one('amount', 'amount', 'Amount', 'number'),
    one('deal_currency_code', 'currency', 'Currency', 'option', {
      options: options({ EUR: 'Euro', USD: 'US Dollar', GBP: 'British Pound', CHF: 'Swiss Franc' }),
    }),
    one('dealstage', 'stage', 'Deal Stage', 'option', {
      options: PIPELINES.flatMap(({ stages }) => stages.map(({ id, label }) => ({ value: id, label }))),
    }),
    one('pipeline', 'pipeline', 'Pipeline', 'option', {
      options: PIPELINES.map(({ id, label }) => ({ value: id, label })),
    }),
    one('closedate', 'close_date', 'Close Date', 'datetime'),
    one('dealtype', 'deal_type', 'Deal Type', 'option', {
      options: options({ newbusiness: 'New Business', existingbusiness: 'Existing Business' }),
    }),
    one('hs_priority', 'priority', 'Priority', 'option', {
      options: options({ low: 'Low', medium: 'Medium', high: 'High' }),
    }),
    one('description', 'description', 'Deal Description', 'text'),
    ...shared,
  ],
  tasks: [
    one('hs_task_subject', 'subject', 'Task Title'),
    one('hs_task_body', 'description', 'Notes', 'text'),
    one('hs_timestamp', 'due_date', 'Due date', 'datetime', { required: true }),
    one('hs_task_status', 'status', 'Task Status', 'option', {
      options: fromNames(['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED']),
    }),
    one('hs_task_priority', 'priority', 'Priority', 'option', {
      options: fromNames(['NONE', 'LOW', 'MEDIUM', 'HIGH']),
    }),
    one('hs_task_type', 'type', 'Task Type', 'option', { options: fromNames(['TODO', 'CALL', 'EMAIL']) }),
    ...shared.map((definition) =>
      definition.name === 'createdate' ? { ...definition, name: 'hs_createdate' } : definition,
    ),
  ],
};

/** The words HubSpot has for an object. */
export const KINDS: Record<CrmObject, { kind: string; typeId: string; singular: string; group: string }> = {
  companies: { kind: 'COMPANY', typeId: '0-2', singular: 'company', group: 'companyinformation' },
  deals: { kind: 'DEAL', typeId: '0-3', singular: 'deal', group: 'dealinformation' },
  tasks: { kind: 'TASK', typeId: '0-27', singular: 'task', group: 'task' },
};

/** An object by any of its names in a path: `companies`, `company`, `0-2`. */
export function readObject(name: string | undefined): CrmObject | null {
  const found = Object.entries(KINDS).find(
    ([object, { typeId, singular }]) => name === object || name === typeId || name === singular,
  );
  return found ? (found[0] as CrmObject) : null;
}
