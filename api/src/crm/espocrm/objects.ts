import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** EspoCRM's entity type of each of our objects. */
export const ENTITIES: Record<SyncObject, string> = { company: 'Account', deal: 'Opportunity', task: 'Task' };

/** What our key field is created as. */
export const KEY_FIELD_NAME = 'integrationQueueKey';
/** What it is called then: EspoCRM puts a `c` before the names of fields people add, unless an old installation does not. */
const KEY_FIELDS = ['cIntegrationQueueKey', KEY_FIELD_NAME];
/** Our keys are UUIDs, or ids of the caller's own. */
export const KEY_LENGTH = 255;

/** The attribute that holds our key, if there is one. */
export function keyFieldOf(schema: { has(name: string): boolean }): string | undefined {
  return KEY_FIELDS.find((name) => schema.has(name));
}

/** What an administrator has to do by hand where we may not. */
export function keyFieldTodo(entities: string[]): string {
  return (
    `In EspoCRM, an administrator opens Administration > Entity Manager > ${entities.join(', then ')} > Fields > Add Field, ` +
    `chooses Varchar, names it ${KEY_FIELD_NAME} with Max Length ${KEY_LENGTH}, and saves`
  );
}

/** What an administrator has to do where our user has no access at all. */
export function accessTodo(entities: string[]): string {
  return (
    `In EspoCRM, an administrator opens Administration > Roles, and gives the role of our user access to ` +
    `${entities.join(', ')}: create, read, edit and delete`
  );
}
