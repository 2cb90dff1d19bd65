import type { ParsedSyncInput } from '@integration-queue/shared/sync';
import type { TriggerAction, TriggerOwner } from '@integration-queue/shared/trigger';

/** A send with values an action may send. `pathOf` says where in the trigger a value of it stands. */
export interface SampleSend {
  item: ParsedSyncInput;
  pathOf(path: string): string;
}

/**
 * Sends that together hold every value the actions send as it stands: one an action with what is the same each time, and one
 * for each owner of its rule. Templates are filled only where it fires.
 */
export function sampleSends(actions: TriggerAction[], integrationId: string): SampleSend[] {
  return actions.flatMap((action, index) => {
    if (action.object === 'company') return [];
    const { object } = action;
    const { owner, ...fixed } = action.object === 'deal' ? action.deal : action.task;
    const sampleOf = (values: object, suffix: string): SampleSend => ({
      item: { integrationId, object, [object]: values },
      pathOf: (path) => `actions.${index}.${path}${suffix}`,
    });
    return [
      sampleOf(fixed, ''),
      ...(owner ? namesOf(owner) : []).map(({ name, at }) => sampleOf({ owner: name }, `.${at}`)),
    ];
  });
}

/** Every name of an owner rule, and where in it. */
function namesOf(owner: TriggerOwner): { name: string; at: string }[] {
  if ('fixed' in owner) return [{ name: owner.fixed, at: 'fixed' }];
  if ('among' in owner) return owner.among.map((name, index) => ({ name, at: `among.${index}` }));
  const { values, otherwise } = owner;
  const named = Object.entries(values).map(([value, name]) => ({ name, at: `values.${value}` }));
  return otherwise === undefined ? named : [...named, { name: otherwise, at: 'otherwise' }];
}
