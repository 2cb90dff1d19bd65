import { signal, type Signal } from '@preact/signals';
import type { Answer, ShownProblem } from '../protocol';
import { reportProblem } from '../syncs/actions';

/** A list of the server that a person changes, one click after another. */
export interface EditedList<Item extends { id: string }, More extends object = object> {
  /** As it is shown; null until it was read. */
  list: Signal<({ items: Item[] } & More) | null>;
  problem: Signal<ShownProblem | null>;
  /** Reads it. What is shown stays where that fails. */
  load(): Promise<void>;
  /**
   * Makes a call that changes the list, after those before it, and reads the list once the last is answered. Says so where
   * it could not be done.
   * @param shown What is shown of an item meanwhile. A choice that jumps back until the server has answered looks like one
   * that was not taken, and the next click would undo it.
   * @returns What the call answered; null where it was refused.
   */
  change<T>(call: () => Promise<Answer<T>>, shown?: { id: string } & Partial<Item>): Promise<T | null>;
}

/** Keeps one list; `read` asks the server for it. */
export function editedList<Item extends { id: string }, More extends object = object>(
  read: () => Promise<Answer<{ items: Item[] } & More>>,
): EditedList<Item, More> {
  const list = signal<({ items: Item[] } & More) | null>(null);
  const problem = signal<ShownProblem | null>(null);
  let begun = 0;
  let underWay = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function load() {
    const before = begun;
    const answer = await read();
    // A change that began meanwhile is not in this answer; the list is read again after it.
    if (before !== begun) return;
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) list.value = answer.value;
  }

  return {
    list,
    problem,
    load,
    async change(call, shown) {
      begun += 1;
      underWay += 1;
      if (shown && list.value) {
        const items = list.value.items.map((item) => (item.id === shown.id ? { ...item, ...shown } : item));
        list.value = { ...list.value, items };
      }
      const answered = last.then(call);
      last = answered.catch(() => undefined);
      const answer = await answered.finally(() => (underWay -= 1));
      if (!answer.ok) reportProblem(answer.problem);
      if (!underWay) await load();
      return answer.ok ? answer.value : null;
    },
  };
}
