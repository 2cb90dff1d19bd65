import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { COMPANY_LINK } from './associations.js';

const copy = (target: string, field: string, values?: Record<string, string>): MappingRow => ({
  target,
  source: { field },
  mode: 'overwrite',
  ...(values ? { values } : {}),
});

/** Without `industry`: HubSpot takes only its own 150 options there, so free text would be refused. */
const COMPANY: MappingRow[] = [
  copy('name', 'name'),
  copy('domain', 'domain'),
  copy('website', 'website'),
  copy('phone', 'phone'),
  copy('address', 'street'),
  copy('zip', 'postalCode'),
  copy('city', 'city'),
  copy('state', 'region'),
  copy('country', 'country'),
  copy('numberofemployees', 'employees'),
  copy('annualrevenue', 'revenue'),
  copy('linkedin_company_page', 'linkedinUrl'),
  copy('description', 'description'),
  copy('iq_inbox_url', 'inboxUrl'),
  copy('iq_last_visit_at', 'lastVisitAt'),
];

const DEAL: MappingRow[] = [
  copy('dealname', 'title'),
  copy('amount', 'amount'),
  copy('deal_currency_code', 'currency'),
  copy('pipeline', 'pipeline'),
  copy('dealstage', 'stage'),
  copy('closedate', 'closeDate'),
  copy('hubspot_owner_id', 'owner'),
  copy('description', 'description'),
  copy(COMPANY_LINK, 'company.crmId'),
];

const TASK: MappingRow[] = [
  copy('hs_task_subject', 'subject'),
  copy('hs_timestamp', 'dueDate'),
  copy('hs_task_type', 'type', { todo: 'TODO', call: 'CALL', email: 'EMAIL' }),
  copy('hs_task_priority', 'priority', { none: 'NONE', low: 'LOW', medium: 'MEDIUM', high: 'HIGH' }),
  copy('hubspot_owner_id', 'owner'),
  copy('hs_task_body', 'description'),
  copy(COMPANY_LINK, 'company.crmId'),
];

/** The mapping a new HubSpot integration starts with. */
export function hubspotMapping(object: SyncObject): MappingRow[] {
  return { company: COMPANY, deal: DEAL, task: TASK }[object];
}
