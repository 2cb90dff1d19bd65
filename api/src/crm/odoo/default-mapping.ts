import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

const copy = (target: string, field: string): MappingRow => ({ target, source: { field }, mode: 'overwrite' });
const fixed = (target: string, value: string | boolean): MappingRow => ({
  target,
  source: { fixed: value },
  mode: 'overwrite',
});

/**
 * Odoo has no field for a domain: the website holds it, and is what partners are found by. Nor has it a place for the
 * inbox link and the last visit that people see without Studio, so they stand in the partner's notes; only where those are
 * empty, for they are people's own.
 */
const COMPANY: MappingRow[] = [
  copy('name', 'name'),
  fixed('is_company', true),
  { target: 'website', source: { template: 'https://{{domain}}' }, mode: 'overwrite' },
  copy('phone', 'phone'),
  copy('email', 'email'),
  copy('street', 'street'),
  copy('zip', 'postalCode'),
  copy('city', 'city'),
  copy('country_id', 'country'),
  copy('vat', 'vatId'),
  copy('company_registry', 'registrationNumber'),
  {
    target: 'comment',
    source: { template: '{{description}}\nInbox: {{inboxUrl}}\nLast visit: {{lastVisitAt}}' },
    mode: 'if_empty',
  },
];

const DEAL: MappingRow[] = [
  copy('name', 'title'),
  fixed('type', 'opportunity'),
  copy('partner_id', 'company.crmId'),
  copy('expected_revenue', 'amount'),
  copy('stage_id', 'stage'),
  copy('date_deadline', 'closeDate'),
  copy('user_id', 'owner'),
  copy('description', 'description'),
];

/** `res_model_id` and `res_id` say which record the activity is about. */
const TASK: MappingRow[] = [
  copy('summary', 'subject'),
  fixed('res_model_id', 'base.model_res_partner'),
  copy('res_id', 'company.crmId'),
  {
    ...copy('activity_type_id', 'type'),
    values: {
      todo: 'mail.mail_activity_data_todo',
      call: 'mail.mail_activity_data_call',
      email: 'mail.mail_activity_data_email',
      meeting: 'mail.mail_activity_data_meeting',
    },
  },
  copy('date_deadline', 'dueDate'),
  copy('user_id', 'owner'),
  copy('note', 'description'),
];

/** The mapping a new Odoo integration starts with. */
export function odooMapping(object: SyncObject): MappingRow[] {
  return { company: COMPANY, deal: DEAL, task: TASK }[object];
}
