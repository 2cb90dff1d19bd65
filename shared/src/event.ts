import type { Integration } from './integration.js';
import type { Sync, SyncSummary } from './sync.js';

/**
 * What `GET /v1/events` sends. `sync` carries the entries that changed (at most 100; `refetch` says there were more),
 * `deletedIds` those that are gone from the list.
 */
export interface EventMap {
  sync: { items: Sync[]; deletedIds: string[]; refetch: boolean };
  summary: SyncSummary;
  integration: Integration;
}
export type EventName = keyof EventMap;
export type LiveEvent = { [K in EventName]: { id: string; event: K; data: EventMap[K] } }[EventName];
