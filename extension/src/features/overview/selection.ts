import { computed, signal } from '@preact/signals';
import type { SyncFilter } from '@integration-queue/shared';
import type { SyncSelection } from '@integration-queue/shared/sync-bulk';

/** The rows ticked. */
export const selectedIds = signal<ReadonlySet<string>>(new Set());
/** Whether all that match the filter are meant, also those not loaded. */
export const isAllMatching = signal(false);
export const isAnySelected = computed(() => isAllMatching.value || selectedIds.value.size > 0);

export const isSelected = (id: string): boolean => isAllMatching.value || selectedIds.value.has(id);

/** Most ids the API takes at once. */
const MOST_IDS = 1000;

/** Ticks or unticks rows; a change ends "all that match". */
export function select(ids: string[], isSelected: boolean): void {
  const next = new Set(selectedIds.value);
  for (const id of ids)
    if (isSelected) next.add(id);
    else next.delete(id);
  isAllMatching.value = false;
  selectedIds.value = next;
}

export function clearSelection(): void {
  isAllMatching.value = false;
  selectedIds.value = new Set();
}

/** What a bulk action is about, in portions the API takes. */
export function selectionsFor(filter: SyncFilter): SyncSelection[] {
  if (isAllMatching.value) return [{ filter }];
  const ids = [...selectedIds.value];
  const portions = Math.ceil(ids.length / MOST_IDS);
  return Array.from({ length: portions }, (_, index) => ({ ids: ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS) }));
}
