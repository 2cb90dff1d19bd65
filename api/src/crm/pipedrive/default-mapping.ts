import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

const copy = (target: string, field: string): MappingRow => ({ target, source: { field }, mode: 'overwrite' });

/** `iq_…` are fields of our own, created when the account is connected. */
const COMPANY: MappingRow[] = [
  copy('name', 'name'),
  { target: 'website', source: { template: 'https://{{domain}}' }, mode: 'overwrite' },
  copy('linkedin', 'linkedinUrl'),
  copy('employee_count', 'employees'),
  copy('annual_revenue', 'revenue'),
  {
    target: 'address',
    source: { template: '{{street}}\n{{postalCode}} {{city}}\n{{region}}\n{{country}}' },
    mode: 'overwrite',
  },
  copy('iq_inbox_url', 'inboxUrl'),
  copy('iq_last_visit_at', 'lastVisitAt'),
];

const DEAL: MappingRow[] = [
  copy('title', 'title'),
  copy('value', 'amount'),
  copy('currency', 'currency'),
  copy('pipeline_id', 'pipeline'),
  copy('stage_id', 'stage'),
  copy('expected_close_date', 'closeDate'),
  copy('org_id', 'company.crmId'),
  copy('owner_id', 'owner'),
];

const TASK: MappingRow[] = [
  copy('subject', 'subject'),
  { ...copy('type', 'type'), values: { todo: 'task' } },
  copy('due_date', 'dueDate'),
  copy('org_id', 'company.crmId'),
  copy('owner_id', 'owner'),
  copy('note', 'description'),
];

/** The mapping a new Pipedrive integration starts with. */
export function pipedriveMapping(object: SyncObject): MappingRow[] {
  return { company: COMPANY, deal: DEAL, task: TASK }[object];
}
