import { field, options, type FieldDefinition } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';

const owner = field('owner', 'Owner', 'option', {
  options: options({ anna: 'Anna Berger', ben: 'Ben Carter', chris: 'Chris de Vries' }),
});
const description = field('description', 'Description', 'text');
const key = field('external_key', 'External key', 'string', { unique: true });
const companyId = field('company_id', 'Company', 'reference', { references: 'companies' });
const stamps = [
  field('created_at', 'Created', 'datetime', { readOnly: true }),
  field('updated_at', 'Last changed', 'datetime', { readOnly: true }),
];

/** The practice CRM's own fields. Its names are the canonical ones. */
export const PRACTICE_FIELDS: Record<CrmObject, FieldDefinition[]> = {
  companies: [
    field('name', 'Company name', 'string', { required: true }),
    field('domain', 'Domain'),
    field('website', 'Website', 'url'),
    field('phone', 'Phone', 'phone'),
    field('email', 'E-mail', 'email'),
    field('street', 'Street', 'string', { maxLength: 500 }),
    field('postal_code', 'Postal code', 'string', { maxLength: 50 }),
    field('city', 'City'),
    field('region', 'State or region'),
    field('country', 'Country'),
    field('industry', 'Industry', 'string', { maxLength: 300 }),
    field('employees', 'Employees', 'number'),
    field('annual_revenue', 'Annual revenue', 'number'),
    field('linkedin_url', 'LinkedIn page', 'url'),
    field('vat_id', 'VAT id', 'string', { maxLength: 50 }),
    field('registration_number', 'Registration number', 'string', { maxLength: 100 }),
    description,
    field('tags', 'Tags', 'string', { maxLength: 2000 }),
    field('lifecycle_stage', 'Lifecycle stage', 'option', {
      options: options({ lead: 'Lead', prospect: 'Prospect', customer: 'Customer', partner: 'Partner' }),
    }),
    field('inbox_url', 'Page in the inbox', 'url'),
    field('last_visit_at', 'Last visit', 'datetime'),
    field('first_visit_at', 'First visit', 'datetime'),
    field('visit_count', 'Visits', 'number'),
    owner,
    key,
    ...stamps,
  ],
  deals: [
    field('title', 'Title', 'string', { required: true }),
    field('amount', 'Amount', 'number'),
    field('currency', 'Currency', 'string', { maxLength: 3 }),
    field('stage', 'Stage', 'option', {
      options: options({
        new: 'New',
        qualified: 'Qualified',
        proposal: 'Proposal',
        negotiation: 'Negotiation',
        won: 'Won',
        lost: 'Lost',
      }),
    }),
    field('pipeline', 'Pipeline', 'option', { options: options({ sales: 'Sales', renewals: 'Renewals' }) }),
    field('close_date', 'Close date', 'date'),
    companyId,
    owner,
    description,
    key,
    ...stamps,
  ],
  tasks: [
    field('subject', 'Subject', 'string', { required: true }),
    field('due_date', 'Due date', 'date'),
    field('type', 'Type', 'option', {
      options: options({ todo: 'To do', call: 'Call', email: 'E-mail', meeting: 'Meeting' }),
    }),
    field('priority', 'Priority', 'option', { options: options({ low: 'Low', medium: 'Medium', high: 'High' }) }),
    field('status', 'Status', 'option', { options: options({ open: 'Open', done: 'Done' }) }),
    companyId,
    field('deal_id', 'Deal', 'reference', { references: 'deals' }),
    owner,
    description,
    key,
    ...stamps,
  ],
};
