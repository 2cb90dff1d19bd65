import { signal } from '@preact/signals';
import type { SendField } from '@integration-queue/shared/send-fields';
import { api } from '../session/remote-api';
import type { ShownProblem } from '../protocol';

/** What a CRM offers for an object: absent while it is asked, else its fields, or why they are not known. */
type Offered = { fields: SendField[] | null; problem: ShownProblem | null };

const offered = signal<Record<string, Offered>>({});
const asked = new Set<string>();

/** What the CRM offers, by `integration object`; undefined while it is asked. Asks once, and again after `forgetOffered`. */
export function offeredFields(integrationId: string, object: 'deal' | 'task'): Offered | undefined {
  const key = `${integrationId} ${object}`;
  if (!asked.has(key)) {
    asked.add(key);
    void api.listSendFields(integrationId, object).then((answer) => {
      offered.value = {
        ...offered.value,
        [key]: answer.ok ? { fields: answer.value.items, problem: null } : { fields: null, problem: answer.problem },
      };
    });
  }
  return offered.value[key];
}

/** Something the CRM offered is not there any more: it is asked again. What it said before is shown until it answers. */
export function forgetOffered(): void {
  asked.clear();
}
