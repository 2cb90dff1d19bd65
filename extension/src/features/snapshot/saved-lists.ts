import type { SyncFilter } from '@integration-queue/shared';
import type { Sync, SyncPage } from '@integration-queue/shared/sync';
import { storedItem } from '@/platform/storage';

/** Rows of one page of the list, and of a saved first page. */
export const PAGE_SIZE = 50;
/** A status filter more than there are, so that switching the integration loses the oldest only. */
const MOST_LISTS = 6;
const MOST_ROWS = 250;

/** First pages of the lists that were last looked at, newest first, by `listKey`. */
export interface SavedLists {
  owner: string;
  lists: { key: string; items: Sync[]; nextCursor: string | null }[];
}

export const savedListsItem = storedItem<SavedLists | null>('local', 'lists@1', null);

const OTHER_FILTERS = ['object', 'trigger', 'by', 'q', 'from', 'to', 'issueId', 'companyId', 'skipped'] as const;

/** Names a list that is worth saving: by status and integration. Searches and other filters answer null. */
export function listKey(filter: SyncFilter): string | null {
  if (OTHER_FILTERS.some((name) => filter[name])) return null;
  return `${filter.status ?? 'all'} ${filter.integrationId ?? 'all'}`;
}

/** The filter a `listKey` stands for. */
export function filterOf(key: string): SyncFilter {
  const [status, integrationId] = key.split(' ');
  return {
    ...(status !== 'all' && { status: status as SyncFilter['status'] }),
    ...(integrationId !== 'all' && { integrationId }),
  };
}

/** The saved lists with this first page put in front. */
export function withList(before: SavedLists | null, owner: string, key: string, page: SyncPage): SavedLists {
  const others = before?.owner === owner ? before.lists.filter((list) => list.key !== key) : [];
  return { owner, lists: [{ key, ...page }, ...others].slice(0, MOST_LISTS) };
}

/**
 * The saved lists after entries changed: an entry moves to the lists it now belongs to. Nobody looks at these lists, so
 * nothing has to stay in its place. A list that grew too long is forgotten rather than cut: its cursor belongs to its
 * last row.
 */
export function withChanges(before: SavedLists | null, items: Sync[], deletedIds: string[]): SavedLists | null {
  if (!before || (items.length === 0 && deletedIds.length === 0)) return before;
  const gone = new Set([...deletedIds, ...items.map(({ id }) => id)]);
  const lists = before.lists.map((list) => {
    const { status, integrationId } = filterOf(list.key);
    const belonging = items.filter(
      (sync) => (!status || sync.status === status) && (!integrationId || sync.integrationId === integrationId),
    );
    const last = list.items.at(-1);
    const within = belonging.filter((sync) => list.nextCursor === null || !last || !isNewer(last, sync));
    const merged = [...list.items.filter(({ id }) => !gone.has(id)), ...within];
    return { ...list, items: merged.sort((a, b) => (isNewer(a, b) ? -1 : 1)) };
  });
  return { ...before, lists: lists.filter(({ items: rows }) => rows.length <= MOST_ROWS) };
}

/** The order of every list: newest first; ids are UUIDv7, so they decide between equal times. */
export function isNewer(a: Sync, b: Sync): boolean {
  return a.initiatedAt === b.initiatedAt ? a.id > b.id : a.initiatedAt > b.initiatedAt;
}
