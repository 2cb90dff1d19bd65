import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

const FIELDS: Record<SyncObject, string[]> = {
  company: [
    'externalId',
    'name',
    'domain',
    'website',
    'phone',
    'email',
    'street',
    'postalCode',
    'city',
    'region',
    'country',
    'industry',
    'employees',
    'revenue',
    'linkedinUrl',
    'vatId',
    'registrationNumber',
    'description',
    'tags',
    'firstVisitAt',
    'lastVisitAt',
    'visitCount',
    'inboxUrl',
  ],
  deal: ['externalId', 'title', 'amount', 'currency', 'pipeline', 'stage', 'closeDate', 'owner', 'description'],
  task: ['externalId', 'subject', 'dueDate', 'type', 'priority', 'owner', 'description'],
};

/** Whom a deal or task is about. */
const OF_COMPANY: [string, string][] = [
  ['companyId', 'company.crmId'],
  ['companyName', 'company.name'],
  ['companyDomain', 'company.domain'],
];

/** The mapping a new webhook starts with: everything, under our own names. */
export function webhookMapping(object: SyncObject): MappingRow[] {
  const own = FIELDS[object].map((name): [string, string] => [name, name]);
  return [...own, ...(object === 'company' ? [] : OF_COMPANY)].map(([target, field]) => ({
    target,
    source: { field },
    mode: 'overwrite',
  }));
}
