import { computed, signal } from '@preact/signals';
import { storedItem } from '@/platform/storage';
import { account } from '../live/page-state';
import { ownerOf } from '../session/account';

/** What a row of the overview can say beside its company and what became of it, in the order it is said. */
export const COLUMNS = ['object', 'integration', 'sender', 'attempts', 'date'] as const;
export type Column = (typeof COLUMNS)[number];

const USUAL: Column[] = ['object', 'integration', 'date'];

/** By member; kept when they sign out, for when they come back. */
const columnsItem = storedItem<Record<string, Column[]>>('local', 'columns@1', {});
const stored = signal(columnsItem.fallback);

/** The columns the member chose. */
export const columns = computed(() => (account.value && stored.value[ownerOf(account.value)]) || USUAL);

/** Reads what every member chose and keeps it up to date. */
export async function loadColumns(): Promise<void> {
  stored.value = await columnsItem.get();
  columnsItem.watch((all) => (stored.value = all));
}

/** Shows a column, or leaves it out, from now on. */
export async function chooseColumn(column: Column, isShown: boolean): Promise<void> {
  if (!account.value) return;
  const owner = ownerOf(account.value);
  await columnsItem.change((all) => {
    const before = all[owner] ?? USUAL;
    return { ...all, [owner]: COLUMNS.filter((one) => (one === column ? isShown : before.includes(one))) };
  });
}
