import type { SyncFilter } from '@integration-queue/shared';
import { savedLists } from '../live/page-state';
import { listKey } from '../snapshot/saved-lists';
import type { SavedView } from './sync-list-state';

/** The rows stored for a filter, to show until the API answers; undefined where there are none. */
export function savedViewOf(filter: SyncFilter): SavedView | undefined {
  const key = listKey(filter);
  const saved = savedLists.value.find((list) => list.key === key);
  return saved && { filter, rows: saved.items, nextCursor: saved.nextCursor };
}
