import type { SyncFilter } from '@integration-queue/shared';
import type { Sync } from '@integration-queue/shared/sync';
import { isNewer } from '../snapshot/saved-lists';

/** Whether an entry belongs to a filter, as far as that can be told here; the API decides about issues. */
export function matches(sync: Sync, filter: SyncFilter): boolean {
  const { status, integrationId, object, trigger, by, q, from, to, companyId, issueId, skipped } = filter;
  const searched = `${sync.company.name} ${sync.company.domain ?? ''}`.toLowerCase();
  return (
    (!status || sync.status === status) &&
    (!integrationId || sync.integrationId === integrationId) &&
    (!object || sync.object === object) &&
    (!trigger || sync.trigger.kind === trigger) &&
    (!by || sync.trigger.by?.id === by) &&
    (!q || searched.includes(q.toLowerCase())) &&
    (!from || sync.initiatedAt >= from) &&
    (!to || sync.initiatedAt <= to) &&
    (!companyId || sync.company.id === companyId) &&
    (!issueId || sync.error?.issueId === issueId) &&
    (!skipped || sync.skipped !== null)
  );
}

/** Rows that changed, each where it was: also one whose new status the filter does not ask for stays until it is left. */
export function updateRows(rows: Sync[], changed: Sync[]): Sync[] {
  if (changed.length === 0) return rows;
  const news = new Map(changed.map((sync) => [sync.id, sync]));
  return rows.some(({ id }) => news.has(id)) ? rows.map((row) => news.get(row.id) ?? row) : rows;
}

/** The rows and the given entries that are not among them, each in its place by time. */
export function insertRows(rows: Sync[], added: Sync[]): Sync[] {
  const known = new Set(rows.map(({ id }) => id));
  const fresh = added.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return rows;
  // Rows that stayed although they changed keep their times, so sorting moves none of them.
  return [...rows, ...fresh].sort((a, b) => (isNewer(a, b) ? -1 : 1));
}

/** Entries the list does not show yet but would, were it read again; those beyond its last loaded row are not missed. */
export function missingRows(rows: Sync[], candidates: Sync[], filter: SyncFilter, isComplete: boolean): Sync[] {
  const known = new Set(rows.map(({ id }) => id));
  const last = rows.at(-1);
  return candidates.filter(
    (sync) => !known.has(sync.id) && matches(sync, filter) && (isComplete || !last || isNewer(sync, last)),
  );
}
