import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { api } from '../session/remote-api';

/** Companies whose values are looked at: the newest, in one call. */
const COMPANIES = 200;
/** Longer ones are texts, not names of something. */
const MOST_CHARACTERS = 100;

/** Which values a field of ours has among the newest companies; none where it is not a field of a company. */
export async function valuesInUse(object: SyncObject, path: string): Promise<string[]> {
  const own = object === 'company' ? path : /^company\.(.*)/.exec(path)?.[1];
  if (!own) return [];
  const answer = await api.listCompanies({ limit: COMPANIES });
  if (!answer.ok) return [];
  const values = answer.value.items.flatMap((company) => {
    const value = own
      .split('.')
      .reduce<unknown>((from, name) => (from as Record<string, unknown> | undefined)?.[name], company);
    return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  });
  return [...new Set(values)].filter((value) => value !== '' && value.length <= MOST_CHARACTERS).sort();
}
