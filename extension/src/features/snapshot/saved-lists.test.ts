import { makeSync } from '../../../test/support/syncs';
import { filterOf, listKey, withChanges, withList, type SavedLists } from './saved-lists';

const OWNER = 'owner';
const [older, newer, newest] = [makeSync(), makeSync(), makeSync()];
const saved = (key: string, items = [newer, older], nextCursor: string | null = null): SavedLists => ({
  owner: OWNER,
  lists: [{ key, items, nextCursor }],
});
const idsOf = (lists: SavedLists | null, index = 0) => lists?.lists[index]?.items.map(({ id }) => id);

it('saves lists by status and integration, not searches', () => {
  expect(listKey({ status: 'error', integrationId: 'hubspot-1' })).toBe('error hubspot-1');
  expect(filterOf('error hubspot-1')).toEqual({ status: 'error', integrationId: 'hubspot-1' });
  expect(filterOf(listKey({ q: '' }) ?? '')).toEqual({});
  expect(listKey({ q: 'acme' })).toBeNull();
  expect(listKey({ object: 'deal' })).toBeNull();
});

it('keeps the lists last looked at, of one member only', () => {
  const keys = ['a all', 'b all', 'c all', 'd all', 'e all', 'f all', 'g all', 'c all'];
  const page = { items: [], nextCursor: null };
  const lists = keys.reduce<SavedLists | null>((before, key) => withList(before, OWNER, key, page), null);
  expect(lists?.lists.map(({ key }) => key)).toEqual(['c all', 'g all', 'f all', 'e all', 'd all', 'b all']);
  expect(withList(lists, 'somebody else', 'a all', page).lists).toHaveLength(1);
});

it('puts a new entry on top of the lists it belongs to', () => {
  expect(idsOf(withChanges(saved('all all'), [newest], []))).toEqual([newest.id, newer.id, older.id]);
  expect(idsOf(withChanges(saved('error all'), [newest], []))).toEqual([newer.id, older.id]);
});

it('moves an entry between lists when its status changes', () => {
  const failed = { ...newer, status: 'error' as const };
  expect(idsOf(withChanges(saved('pending all'), [failed], []))).toEqual([older.id]);
  expect(idsOf(withChanges(saved('error all', []), [failed], []))).toEqual([newer.id]);
});

it('takes deleted entries out', () => {
  expect(idsOf(withChanges(saved('all all'), [], [newer.id]))).toEqual([older.id]);
});

it('leaves entries beyond its last row to the next page', () => {
  expect(idsOf(withChanges(saved('all all', [newer], 'cursor'), [older], []))).toEqual([newer.id]);
  expect(idsOf(withChanges(saved('all all', [newer], null), [older], []))).toEqual([newer.id, older.id]);
});

it('forgets a list that grew too long, because it could not be continued after a cut', () => {
  const many = Array.from({ length: 300 }, () => makeSync());
  expect(withChanges(saved('all all'), many, [])?.lists).toEqual([]);
});
