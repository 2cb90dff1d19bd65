import type { SyncFilter } from '@integration-queue/shared';
import type { Sync, SyncPage } from '@integration-queue/shared/sync';
import { makeSync } from '../../../test/support/syncs';
import type { Answer } from '../errors/problem';
import type { LiveMessage } from '../protocol';
import { SyncList } from './sync-list-state';

type Query = SyncFilter & { limit?: number; cursor?: string };

/** An API of the given entries, newest first, that answers when the test lets it. */
function listOver(entries: Sync[]) {
  const queries: Query[] = [];
  let gate = Promise.resolve();
  let isDown = false;
  const list = new SyncList({
    async listSyncs(query: Query = {}): Promise<Answer<SyncPage>> {
      queries.push(query);
      await gate;
      if (isDown) return { ok: false, problem: { code: 'offline', message: '' } };
      const found = entries
        .filter(({ status }) => !query.status || query.status === status)
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const start = Number(query.cursor ?? 0);
      const end = start + (query.limit ?? 50);
      return {
        ok: true,
        value: { items: found.slice(start, end), nextCursor: end < found.length ? String(end) : null },
      };
    },
  });
  const hold = () => {
    let release = () => {};
    gate = new Promise((resolve) => (release = resolve));
    return release;
  };
  return { list, queries, hold, setDown: (down: boolean) => (isDown = down) };
}
const ids = (list: SyncList) => list.rows.value.map(({ id }) => id);
const told = (...items: Sync[]): LiveMessage => ({ kind: 'syncs', items, deletedIds: [] });
const some = (count: number, changes: Partial<Sync> = {}) => Array.from({ length: count }, () => makeSync(changes));

it('loads page after page, each entry once', async () => {
  const entries = some(120);
  const { list } = listOver(entries);
  await list.show({});
  expect(list.rows.value).toHaveLength(50);
  // An entry that came meanwhile pushes one over the page's edge.
  entries.push(makeSync());
  await Promise.all([list.loadMore(), list.loadMore()]);
  await list.loadMore();
  expect(new Set(ids(list)).size).toBe(list.rows.value.length);
  expect(list.rows.value).toHaveLength(120);
  expect(list.nextCursor.value).toBeNull();
});

it('keeps a row where it is when its status changes, also under a filter', async () => {
  const entries = some(3, { status: 'error' });
  const { list } = listOver(entries);
  await list.show({ status: 'error' });
  const before = ids(list);
  list.take(told({ ...entries[1]!, status: 'pending' }));
  expect(ids(list)).toEqual(before);
  expect(list.rows.value[1]?.status).toBe('pending');
  entries[1] = { ...entries[1]!, status: 'pending' };
  await list.refresh();
  expect(list.rows.value).toHaveLength(2);
});

it('shows a new entry at once while nobody is at the list', async () => {
  const { list } = listOver(some(2));
  await list.show({});
  const fresh = makeSync();
  list.take(told(fresh));
  expect(ids(list)[0]).toBe(fresh.id);
});

it('moves no row while somebody is at the list, and offers what is new', async () => {
  const entries = some(2);
  const { list } = listOver(entries);
  await list.show({});
  const before = ids(list);
  list.isEngaged = () => true;
  const fresh = makeSync();
  entries.push(fresh);
  list.take(told(fresh));
  await list.correct();
  expect(ids(list)).toEqual(before);
  expect(list.newRows.value).toEqual([fresh]);
  list.showNew();
  expect(ids(list)).toEqual([fresh.id, ...before]);
  expect(list.newRows.value).toEqual([]);
});

it('offers only what the filter asks for', async () => {
  const { list } = listOver([]);
  await list.show({ status: 'error', q: 'bäcker' });
  list.isEngaged = () => true;
  const wanted = makeSync({ status: 'error', name: 'Muster Bäckerei' });
  list.take(told(wanted, makeSync({ status: 'error', name: 'Other' }), makeSync({ name: 'Bäcker' })));
  expect(list.newRows.value).toEqual([wanted]);
});

it('corrects rows known from before without moving those in use', async () => {
  const entries = some(3);
  const { list } = listOver(entries);
  list.restore({ filter: {}, rows: [entries[1]!, entries[0]!], nextCursor: null });
  entries[0] = { ...entries[0]!, status: 'processed' };
  list.isEngaged = () => true;
  await list.correct();
  expect(ids(list)).toEqual([entries[1]!.id, entries[0].id]);
  expect(list.rows.value[1]?.status).toBe('processed');
  list.isEngaged = () => false;
  await list.correct();
  expect(list.rows.value).toHaveLength(3);
});

it('shows another filter at once to somebody at the list, also where a correction overtakes its first reading', async () => {
  const entries = some(3);
  const { list, hold } = listOver(entries);
  list.isEngaged = () => true;
  const release = hold();
  const reading = Promise.all([list.show({}), list.correct()]);
  release();
  await reading;
  expect(list.rows.value).toHaveLength(3);
  expect(list.newRows.value).toEqual([]);
});

it('forgets the answer to a filter that was left', async () => {
  const { list, hold } = listOver([...some(1, { status: 'error' }), ...some(2, { status: 'processed' })]);
  const release = hold();
  const first = list.show({ status: 'error' });
  const second = list.show({ status: 'processed' });
  release();
  await Promise.all([first, second]);
  expect(list.rows.value.map(({ status }) => status)).toEqual(['processed', 'processed']);
});

it('keeps showing what it has when the server goes away, and says so where it has nothing', async () => {
  const { list, setDown } = listOver(some(2));
  await list.show({});
  setDown(true);
  await list.refresh();
  expect([list.rows.value.length, list.phase.value]).toEqual([2, 'ready']);
  await list.show({ status: 'error' });
  expect([list.phase.value, list.problem.value?.code]).toEqual(['failed', 'offline']);
});

it('strikes out what others delete while somebody is at the list, and brings back what was restored', async () => {
  const [entry] = some(1);
  const { list } = listOver([entry!]);
  await list.show({});
  list.isEngaged = () => true;
  list.take({ kind: 'syncs', items: [], deletedIds: [entry!.id] });
  expect(ids(list)).toEqual([entry!.id]);
  expect(list.goneIds.value.has(entry!.id)).toBe(true);
  list.add(entry!);
  expect(list.goneIds.value.has(entry!.id)).toBe(false);
});

it('puts an entry the person brought back to its old place', async () => {
  const { list } = listOver(some(3));
  await list.show({});
  const before = ids(list);
  const removed = list.rows.value[1]!;
  list.remove(removed.id);
  expect(list.rows.value).toHaveLength(2);
  list.add(removed);
  expect(ids(list)).toEqual(before);
});
