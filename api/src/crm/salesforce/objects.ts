import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** The API all paths are of; Salesforce keeps each for years. The only place it is named. */
const API_VERSION = 'v62.0';

/** Path of the data API. */
export const DATA = `/services/data/${API_VERSION}`;

/** The custom field that holds our key: an external id with unique values. */
export const KEY_FIELD = 'IQ_Key__c';

/** Salesforce's names of the objects. Tasks have no custom fields of their own: those of activities are theirs. */
export const SOBJECTS: Record<SyncObject, { type: string; fieldsOf: string; plural: string }> = {
  company: { type: 'Account', fieldsOf: 'Account', plural: 'accounts' },
  deal: { type: 'Opportunity', fieldsOf: 'Opportunity', plural: 'opportunities' },
  task: { type: 'Task', fieldsOf: 'Activity', plural: 'tasks' },
};
