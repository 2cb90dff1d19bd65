import { makeSync } from '../../../test/support/syncs';
import { restoreFirst } from './restore-first';
import { SyncList } from './sync-list-state';

const rows = Array.from({ length: 50 }, () => makeSync());
const view = { filter: { status: 'error' as const }, rows, nextCursor: 'next' };
const newList = () => new SyncList({ listSyncs: () => new Promise(() => {}) });
const shown = (list: SyncList) => ({
  filter: list.filter.value,
  rows: list.rows.value,
  nextCursor: list.nextCursor.value,
});

it('shows the rows there is room for first, and all of them after', async () => {
  const list = newList();
  const restoreRest = restoreFirst(list, view);
  expect(list.rows.value).toEqual(rows.slice(0, list.rows.value.length));
  expect(list.rows.value.length).toBeLessThan(rows.length);
  await restoreRest();
  expect(shown(list)).toEqual(view);
});

it('shows as many as are asked for', () => {
  const list = newList();
  void restoreFirst(list, view, 3);
  expect(list.rows.value).toEqual(rows.slice(0, 3));
});

it('leaves alone what was changed meanwhile', async () => {
  const list = newList();
  const restoreRest = restoreFirst(list, view);
  list.remove(rows[0]!.id);
  const changed = shown(list);
  await restoreRest();
  expect(shown(list)).toEqual(changed);
});
