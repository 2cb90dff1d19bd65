import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Prepared } from '../connector.js';
import { CrmProblem } from '../errors.js';
import type { PipedriveApi } from './api.js';
import { KEY, OBJECTS, OWN_FIELDS } from './objects.js';
import type { PipedriveSchema } from './schema.js';

/** Creates our fields where they are missing. Only the key's is needed; the others are convenience. */
export async function prepareOwnFields(
  api: PipedriveApi,
  schemaOf: (object: SyncObject) => Promise<PipedriveSchema>,
  signal: AbortSignal,
): Promise<Prepared> {
  const missing: string[] = [];
  for (const object of Object.keys(OWN_FIELDS) as SyncObject[]) {
    const schema = await schemaOf(object);
    const lacking = OWN_FIELDS[object].filter(({ alias }) => !schema.has(alias));
    for (const { alias, label, type } of lacking) {
      const created = await create(api, object, { field_name: label, field_type: type }, signal);
      if (!created && alias === KEY.alias) missing.push(object === 'company' ? 'Organization' : 'Deal');
    }
    if (lacking.length > 0) await schemaOf(object);
  }
  return missing.length === 0 ? { ready: true } : { ready: false, todo: keyFieldTodo(missing) };
}

/** What an admin has to do by hand where we may not. */
export function keyFieldTodo(entities: string[]): string {
  return `In Pipedrive, an admin opens Company settings > Data fields > ${entities.join(' and ')}, and adds a custom field of type Text named "${KEY.label}"`;
}

/** False where we may not. */
async function create(api: PipedriveApi, object: SyncObject, field: object, signal: AbortSignal): Promise<boolean> {
  try {
    await api.call('POST', `/v2/${OBJECTS[object].fieldsPath}`, signal, field);
    return true;
  } catch (error) {
    const denied = error instanceof CrmProblem && ['missing_scope', 'plan_limit'].includes(error.details.code);
    if (denied) return false;
    throw error;
  }
}
