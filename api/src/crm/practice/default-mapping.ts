import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

const copy = (target: string, field: string): MappingRow => ({ target, source: { field }, mode: 'overwrite' });

const COMPANY: MappingRow[] = [
  copy('name', 'name'),
  copy('domain', 'domain'),
  copy('website', 'website'),
  copy('phone', 'phone'),
  copy('email', 'email'),
  copy('street', 'street'),
  copy('postal_code', 'postalCode'),
  copy('city', 'city'),
  copy('region', 'region'),
  copy('country', 'country'),
  copy('industry', 'industry'),
  copy('employees', 'employees'),
  copy('annual_revenue', 'revenue'),
  copy('linkedin_url', 'linkedinUrl'),
  copy('vat_id', 'vatId'),
  copy('registration_number', 'registrationNumber'),
  copy('description', 'description'),
  copy('tags', 'tags'),
  copy('inbox_url', 'inboxUrl'),
  copy('last_visit_at', 'lastVisitAt'),
  copy('first_visit_at', 'firstVisitAt'),
  copy('visit_count', 'visitCount'),
];

const DEAL: MappingRow[] = [
  copy('title', 'title'),
  copy('amount', 'amount'),
  copy('currency', 'currency'),
  copy('pipeline', 'pipeline'),
  copy('stage', 'stage'),
  copy('close_date', 'closeDate'),
  copy('company_id', 'company.crmId'),
  copy('owner', 'owner'),
  copy('description', 'description'),
];

const TASK: MappingRow[] = [
  copy('subject', 'subject'),
  copy('due_date', 'dueDate'),
  copy('type', 'type'),
  copy('priority', 'priority'),
  copy('company_id', 'company.crmId'),
  copy('owner', 'owner'),
  copy('description', 'description'),
];

/** The mapping a new practice integration starts with. */
export function practiceMapping(object: SyncObject): MappingRow[] {
  return { company: COMPANY, deal: DEAL, task: TASK }[object];
}
