import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

const copy = (target: string, field: string): MappingRow => ({ target, source: { field }, mode: 'overwrite' });

/**
 * The website holds the domain, by which accounts are found. An account has no field for the inbox link and the last
 * visit: they stand in the description, only where that is empty, for it is people's own.
 */
const COMPANY: MappingRow[] = [
  copy('name', 'name'),
  { target: 'website', source: { template: 'https://{{domain}}' }, mode: 'overwrite' },
  copy('phoneNumber', 'phone'),
  copy('emailAddress', 'email'),
  copy('billingAddressStreet', 'street'),
  copy('billingAddressPostalCode', 'postalCode'),
  copy('billingAddressCity', 'city'),
  copy('billingAddressState', 'region'),
  copy('billingAddressCountry', 'country'),
  {
    target: 'description',
    source: { template: '{{description}}\nInbox: {{inboxUrl}}\nLast visit: {{lastVisitAt}}' },
    mode: 'if_empty',
  },
];

/** EspoCRM demands an amount and a date of closing. */
const DEAL: MappingRow[] = [
  copy('name', 'title'),
  copy('accountId', 'company.crmId'),
  copy('amount', 'amount'),
  copy('amountCurrency', 'currency'),
  copy('stage', 'stage'),
  copy('closeDate', 'closeDate'),
  copy('assignedUserId', 'owner'),
  copy('description', 'description'),
];

/** A task without an owner is given to our own user: EspoCRM takes none without. */
const TASK: MappingRow[] = [
  copy('name', 'subject'),
  { target: 'parentType', source: { fixed: 'Account' }, mode: 'overwrite' },
  copy('parentId', 'company.crmId'),
  copy('dateEndDate', 'dueDate'),
  { ...copy('priority', 'priority'), values: { low: 'Low', medium: 'Normal', high: 'High' } },
  copy('assignedUserId', 'owner'),
  copy('description', 'description'),
];

/** The mapping a new EspoCRM integration starts with. */
export function espocrmMapping(object: SyncObject): MappingRow[] {
  return { company: COMPANY, deal: DEAL, task: TASK }[object];
}
