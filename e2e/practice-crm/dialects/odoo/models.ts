import { TAGS } from './tags.ts';
import { field, KEY_FIELD, options, type FieldDefinition } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';

/** A field as Odoo sees it: `relation` names the model a many-to-one or many-to-many leads to. */
export interface OdooField extends FieldDefinition {
  relation?: string;
  html?: boolean;
}

/** Odoo's text has no length of its own. */
const text = (name: string, stores: string, label: string, more: Partial<OdooField> = {}): OdooField => ({
  ...field(name, label, 'text', { stores }),
  maxLength: undefined,
  ...more,
});
const value = (name: string, stores: string, label: string, type: FieldDefinition['type'], more = {}): OdooField => ({
  ...field(name, label, type, { stores, ...more }),
  ...(type === 'option' ? {} : { maxLength: undefined }),
});

const key: OdooField = value('id', KEY_FIELD, 'External ID', 'string');
const user = value('user_id', 'owner', 'Salesperson', 'string', { relation: 'res.users' });

/** What the dialect knows of each model: our objects live in these three. */
export const MODELS: Record<string, { object: CrmObject; label: string; fields: OdooField[] }> = {
  'res.partner': {
    object: 'companies',
    label: 'Contact',
    fields: [
      key,
      text('name', 'name', 'Name', { required: true }),
      value('is_company', 'odoo_is_company', 'Is a Company', 'boolean'),
      text('website', 'website', 'Website Link'),
      text('phone', 'phone', 'Phone'),
      text('mobile', 'odoo_mobile', 'Mobile'),
      text('email', 'email', 'Email'),
      text('street', 'street', 'Street'),
      text('street2', 'odoo_street2', 'Street2'),
      text('zip', 'postal_code', 'Zip'),
      text('city', 'city', 'City'),
      value('country_id', 'country', 'Country', 'string', { relation: 'res.country' }),
      text('vat', 'vat_id', 'Tax ID'),
      text('company_registry', 'registration_number', 'Company ID'),
      text('ref', 'odoo_ref', 'Reference'),
      text('comment', 'description', 'Notes', { html: true }),
      value('type', 'odoo_type', 'Address Type', 'option', {
        options: options({ contact: 'Contact', invoice: 'Invoice Address', delivery: 'Delivery Address' }),
      }),
      value('category_id', 'odoo_tags', 'Tags', 'options', {
        options: TAGS.map(({ name }) => ({ value: name, label: name })),
        relation: 'res.partner.category',
      }),
      value('partner_latitude', 'odoo_latitude', 'Geo Latitude', 'number'),
      value('date', 'odoo_date', 'Date', 'date'),
      user,
      value('create_date', 'created_at', 'Created on', 'datetime', { readOnly: true }),
    ],
  },
  'crm.lead': {
    object: 'deals',
    label: 'Lead/Opportunity',
    fields: [
      key,
      text('name', 'title', 'Opportunity', { required: true }),
      value('type', 'odoo_type', 'Type', 'option', {
        options: options({ lead: 'Lead', opportunity: 'Opportunity' }),
        required: true,
      }),
      value('partner_id', 'company_id', 'Customer', 'reference', { references: 'companies', relation: 'res.partner' }),
      value('expected_revenue', 'amount', 'Expected Revenue', 'number'),
      value('stage_id', 'stage', 'Stage', 'string', { relation: 'crm.stage' }),
      value('date_deadline', 'close_date', 'Expected Closing', 'date'),
      value('priority', 'odoo_priority', 'Priority', 'option', {
        options: options({ '0': 'Low', '1': 'Medium', '2': 'High', '3': 'Very High' }),
      }),
      text('description', 'description', 'Notes', { html: true }),
      user,
      value('create_date', 'created_at', 'Created on', 'datetime', { readOnly: true }),
    ],
  },
  'mail.activity': {
    object: 'tasks',
    label: 'Activity',
    fields: [
      key,
      text('summary', 'subject', 'Summary'),
      value('res_model_id', 'odoo_res_model', 'Document Model', 'string', { relation: 'ir.model', required: true }),
      value('res_id', 'company_id', 'Related Document ID', 'reference', { references: 'companies' }),
      value('activity_type_id', 'type', 'Activity Type', 'string', { relation: 'mail.activity.type' }),
      value('date_deadline', 'due_date', 'Due Date', 'date', { required: true }),
      text('note', 'description', 'Note', { html: true }),
      { ...user, label: 'Assigned to' },
      value('create_date', 'created_at', 'Created on', 'datetime', { readOnly: true }),
    ],
  },
};
