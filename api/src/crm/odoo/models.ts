import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** Module part of our external ids: no Odoo module is called so, thus no upgrade ever touches them. */
export const MODULE = 'integration_queue';

/**
 * Where our objects live. A task is an activity on the partner, not a `project.task`: activities are in every Odoo, stand
 * in the partner's chatter and in the salesperson's own list, and need no project; tasks need the Project app.
 */
export const MODELS: Record<SyncObject, string> = {
  company: 'res.partner',
  deal: 'crm.lead',
  task: 'mail.activity',
};

/** The language Odoo's own words are written in; always there. */
export const ENGLISH = 'en_US';

/** The app of Odoo each object needs. */
export const APPS: Record<SyncObject, string> = { company: 'Contacts', deal: 'CRM', task: 'Discuss' };

/** Name part of a record's external id. Odoo takes no spaces there, and dots and commas separate. */
export function externalName(object: SyncObject, key: string): string {
  const safe = encodeURIComponent(key).replace(/[.!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `${object}_${safe.replaceAll('%', '=')}`;
}

/** External id of the record our `key` stands for, such as `integration_queue.company_0192…`. */
export function externalId(object: SyncObject, key: string): string {
  return `${MODULE}.${externalName(object, key)}`;
}
