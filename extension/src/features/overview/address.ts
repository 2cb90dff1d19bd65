import type { SyncFilter } from '@integration-queue/shared';
import { SYNC_OBJECTS, SYNC_STATUSES, TRIGGER_KINDS } from '@integration-queue/shared/vocabulary';
import { PERIODS, periodOf, rangeOf, type Period } from './period';

/** What the full page shows, as its address says it. */
export interface Place {
  filter: SyncFilter;
  /** The entry that is open beside the list. */
  entryId: string | null;
}

/** As they are in a filter; a period is written by its name, so that it is the same one tomorrow. */
const PLAIN = ['integrationId', 'by', 'q', 'from', 'to', 'issueId', 'companyId'] as const;

/** Reads `?status=error&entry=…`; what it does not understand it leaves out. */
export function readPlace(search: string, now = new Date()): Place {
  const params = new URLSearchParams(search);
  const filter: SyncFilter = {
    status: oneOf(SYNC_STATUSES, params.get('status')),
    object: oneOf(SYNC_OBJECTS, params.get('object')),
    trigger: oneOf(TRIGGER_KINDS, params.get('trigger')),
  };
  for (const name of PLAIN) filter[name] = params.get(name) ?? undefined;
  if (params.get('skipped') === 'true') filter.skipped = true;
  const period = oneOf(Object.keys(PERIODS) as Period[], params.get('period'));
  if (period) Object.assign(filter, rangeOf(period, now));
  return { filter: defined(filter), entryId: params.get('entry') };
}

/** Writes a place as the query of an address; empty for the plain list. */
export function writePlace({ filter, entryId }: Place, now = new Date()): string {
  const period = periodOf(filter, now);
  const written = Object.entries(defined({ ...filter, ...(period && { from: undefined }) }));
  const params = new URLSearchParams(written.map(([name, value]) => [name, String(value)]));
  if (period) params.set('period', period);
  if (entryId !== null) params.set('entry', entryId);
  return params.size > 0 ? `?${params.toString()}` : '';
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | undefined {
  return values.find((known) => known === value);
}

function defined(filter: SyncFilter): SyncFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}
