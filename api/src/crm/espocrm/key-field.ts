import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Prepared } from '../connector.js';
import { CrmProblem } from '../errors.js';
import type { EspoApi } from './api.js';
import { ENTITIES, KEY_FIELD_NAME, KEY_LENGTH, keyFieldTodo } from './objects.js';

/** Makes sure that each entity has our key field. EspoCRM lets only administrators add one. */
export async function prepareKeyFields(
  api: EspoApi,
  keyField: (object: SyncObject) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<Prepared> {
  const missing: string[] = [];
  for (const object of Object.keys(ENTITIES) as SyncObject[]) {
    const there = (await keyField(object)) !== undefined;
    const ready = there || ((await createKeyField(api, ENTITIES[object], signal)) && (await keyField(object)));
    if (!ready) missing.push(ENTITIES[object]);
  }
  if (missing.length > 0) return { ready: false, todo: keyFieldTodo(missing) };
  await checkKeyForDuplicates(api, (await keyField('company'))!, signal);
  return { ready: true };
}

/** False where we may not. */
async function createKeyField(api: EspoApi, entity: string, signal: AbortSignal): Promise<boolean> {
  const field = { type: 'varchar', name: KEY_FIELD_NAME, label: 'Integration Queue Key', maxLength: KEY_LENGTH };
  return allowed(() => api.call('POST', `Admin/fieldManager/${entity}`, signal, field));
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

async function allowed(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof CrmProblem && error.details.code === 'missing_scope') return false;
    throw error;
  }
}
