import { PRACTICE_FIELDS } from './dialects/practice/fields.ts';
import { OBJECTS, type CrmObject, type Properties } from './objects.ts';
import type { Store, StoredRecord } from './store.ts';

/**
 * Makes two records one, as people do in a CRM: the winner keeps its values and takes what it lacks; what pointed to the
 * loser points to the winner. Answers null where one of them is not there.
 */
export function mergeRecords(store: Store, object: CrmObject, loserId: string, winnerId: string): StoredRecord | null {
  const [loser, winner] = [store.get(object, loserId), store.get(object, winnerId)];
  if (!loser || !winner || loser.id === winner.id) return null;
  store.delete(object, loser.id);
  store.setAlias(object, loser.id, winner.id);
  const lacking = Object.entries(loser.properties).filter(([name]) => winner.properties[name] === undefined);
  const { record } = store.update(object, winner.id, Object.fromEntries(lacking), 'person')!;
  repoint(store, object, loser.id, winner.id);
  return record;
}

function repoint(store: Store, object: CrmObject, from: string, to: string): void {
  for (const holder of OBJECTS) {
    const fields = PRACTICE_FIELDS[holder].filter(({ references }) => references === object);
    for (const { stores } of fields) {
      for (const { id, properties } of [...store.all(holder)]) {
        if (properties[stores] === from) store.update(holder, id, { [stores]: to } satisfies Properties, 'link');
      }
    }
  }
}
