import { signal } from '@preact/signals';
import type { SyncFilter } from '@integration-queue/shared';
import type { StatusCounts } from '@integration-queue/shared/sync';
import type { SyncCount } from '@integration-queue/shared/sync-figures';
import type { RemoteApi } from '../session/remote-api';

/** The last count the API was asked for, and of which filter. */
const counted = signal<{ key: string; count: SyncCount } | null>(null);

const keyOf = (filter: SyncFilter) =>
  JSON.stringify(
    Object.entries(filter)
      .filter(([, value]) => value)
      .sort(),
  );

/** Asks how many entries match, where the kept counts cannot tell. What cannot be had stays unknown. */
export async function countMatching(api: Pick<RemoteApi, 'countSyncs'>, filter: SyncFilter): Promise<void> {
  if (!isNarrow(filter)) return;
  const answer = await api.countSyncs(filter);
  if (answer.ok) counted.value = { key: keyOf(filter), count: answer.value };
}

/** How many entries match a filter, by status; null while that is not known. `kept` are the counts of its integration. */
export function matchingCount(filter: SyncFilter, kept: StatusCounts | null): SyncCount | null {
  if (isNarrow(filter)) return counted.value?.key === keyOf(filter) ? counted.value.count : null;
  if (!kept) return null;
  const { status } = filter;
  const counts = status ? { pending: 0, processing: 0, processed: 0, error: 0, [status]: kept[status] } : kept;
  return { counts, isExact: true };
}

/** There are kept counts by status and integration, and by nothing else. */
const isNarrow = (filter: SyncFilter) =>
  Object.values({ ...filter, status: undefined, integrationId: undefined }).some(Boolean);
