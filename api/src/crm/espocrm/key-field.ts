import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Prepared } from '../connector.js';
import { CrmProblem } from '../errors.js';
import type { EspoApi } from './api.js';
import { accessTodo, ENTITIES, KEY_FIELD_NAME, KEY_LENGTH, keyFieldOf, keyFieldTodo } from './objects.js';
import type { EspoSchema } from './schema.js';

/** Makes sure that each entity has our key field. EspoCRM lets only administrators add one. */
export async function prepareKeyFields(
  api: EspoApi,
  readSchema: (object: SyncObject) => Promise<EspoSchema>,
  signal: AbortSignal,
): Promise<Prepared> {
  const missing: string[] = [];
  const hidden: string[] = [];
  for (const object of Object.keys(ENTITIES) as SyncObject[]) {
    const entity = ENTITIES[object];
    const hasKeyField = async () => keyFieldOf(await readSchema(object)) !== undefined;
    const isVisible = await allowed(async () => {
      if (await hasKeyField()) return;
      const ready = (await allowed(() => createKeyField(api, entity, signal))) && (await hasKeyField());
      if (!ready) missing.push(entity);
    });
    if (!isVisible) hidden.push(entity);
  }
  if (hidden.length > 0) return { ready: false, todo: accessTodo(hidden) };
  if (missing.length > 0) return { ready: false, todo: keyFieldTodo(missing) };
  await checkKeyForDuplicates(api, keyFieldOf(await readSchema('company'))!, signal);
  return { ready: true };
}

function createKeyField(api: EspoApi, entity: string, signal: AbortSignal): Promise<unknown> {
  const field = { type: 'varchar', name: KEY_FIELD_NAME, label: 'Integration Queue Key', maxLength: KEY_LENGTH };
  return api.call('POST', `Admin/fieldManager/${entity}`, signal, field);
}

/**
 * Lets EspoCRM itself refuse a second account with one key, beside what it checks already. It is a second safety: without
 * it, and for entities that know no such check, a record is looked up by its key before it is created anew.
 */
async function checkKeyForDuplicates(api: EspoApi, keyField: string, signal: AbortSignal): Promise<void> {
  const entity = ENTITIES.company;
  const list = await api.call('GET', `Metadata?key=scopes.${entity}.duplicateCheckFieldList`, signal);
  if (!Array.isArray(list) || list.includes(keyField)) return;
  const body = { name: entity, duplicateCheckFieldList: [...(list as string[]), keyField] };
  await allowed(() => api.call('POST', 'EntityManager/action/updateEntity', signal, body));
}

/** False where we may not. */
async function allowed(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof CrmProblem && error.details.code === 'missing_scope') return false;
    throw error;
  }
}
