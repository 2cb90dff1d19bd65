import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** The dated API all paths are of; HubSpot keeps each for 18 months. The only place it is named. */
const API_VERSION = '2026-03';

/** The property that holds our key, with unique values. */
export const KEY_PROPERTY = 'iq_key';

/** HubSpot's names of the objects: in paths, and as numbers in the addresses of pages. */
export const OBJECTS: Record<SyncObject, { path: string; typeId: string; noun: string }> = {
  company: { path: 'companies', typeId: '0-2', noun: 'companies' },
  deal: { path: 'deals', typeId: '0-3', noun: 'deals' },
  task: { path: 'tasks', typeId: '0-27', noun: 'tasks' },
};

export const paths = {
  account: `/account-info/${API_VERSION}/details`,
  objects: (object: SyncObject, rest: string) => `/crm/objects/${API_VERSION}/${OBJECTS[object].path}${rest}`,
  properties: (object: SyncObject) => `/crm/properties/${API_VERSION}/${OBJECTS[object].path}`,
  schema: (object: SyncObject) => `/crm-object-schemas/${API_VERSION}/schemas/${OBJECTS[object].typeId}`,
  pipelines: `/crm/pipelines/${API_VERSION}/deals`,
  owners: `/crm/owners/${API_VERSION}?limit=500`,
  associations: (from: SyncObject, to: SyncObject, rest: string) =>
    `/crm/associations/${API_VERSION}/${OBJECTS[from].path}/${OBJECTS[to].path}/batch${rest}`,
};
