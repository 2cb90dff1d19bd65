import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

const copy = (target: string, field: string, values?: Record<string, string>): MappingRow => ({
  target,
  source: { field },
  mode: 'overwrite',
  ...(values ? { values } : {}),
});

const COMPANY: MappingRow[] = [
  copy('Name', 'name'),
  // The website is what an account is matched by, so it is made of the domain, which every matched company has.
  { target: 'Website', source: { template: 'https://{{domain}}' }, mode: 'overwrite' },
  copy('Phone', 'phone'),
  copy('BillingStreet', 'street'),
  copy('BillingPostalCode', 'postalCode'),
  copy('BillingCity', 'city'),
  copy('BillingState', 'region'),
  copy('BillingCountry', 'country'),
  copy('Industry', 'industry'),
  copy('NumberOfEmployees', 'employees'),
  copy('AnnualRevenue', 'revenue'),
  copy('AccountNumber', 'registrationNumber'),
  copy('Description', 'description'),
  copy('IQ_Inbox_Url__c', 'inboxUrl'),
  copy('IQ_Last_Visit__c', 'lastVisitAt'),
];

const DEAL: MappingRow[] = [
  copy('Name', 'title'),
  copy('Amount', 'amount'),
  copy('StageName', 'stage'),
  copy('CloseDate', 'closeDate'),
  copy('AccountId', 'company.crmId'),
  copy('OwnerId', 'owner'),
  copy('Description', 'description'),
];

const TASK: MappingRow[] = [
  copy('Subject', 'subject'),
  copy('ActivityDate', 'dueDate'),
  copy('Priority', 'priority', { low: 'Low', medium: 'Normal', high: 'High' }),
  copy('WhatId', 'company.crmId'),
  copy('OwnerId', 'owner'),
  copy('Description', 'description'),
];

/** The mapping a new Salesforce integration starts with. */
export function salesforceMapping(object: SyncObject): MappingRow[] {
  return { company: COMPANY, deal: DEAL, task: TASK }[object];
}
