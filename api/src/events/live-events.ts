import type { EventMap, EventName } from '@integration-queue/shared/event';
import type { Sync } from '@integration-queue/shared/sync';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countSyncs } from '../syncs/sql/count-syncs.js';
import { readSyncs } from '../syncs/sql/list-syncs.js';
import { readSummary } from '../syncs/sql/read-summary.js';
import { asIntegration, readIntegrations } from '../integrations/sql/read-integrations.js';
import { ChangeListener } from './change-listener.js';
import type { Change } from './notify.js';
import { changedSince } from './sql/changed-since.js';
import { stillWelcome } from './sql/still-welcome.js';

/** Changes of one workspace within this time become one round of events. */
const COALESCE_MS = 150;
const MOST_ITEMS = 100;
/** A stream of a closed session, a deleted key or a secret that was rotated away is ended within this time. */
const DISMISS_MS = 30_000;

/** Where a client's events go. `close` ends its stream. */
export interface LiveClient {
  workspaceId: string;
  /** What it was let in by: one of the two. */
  sessionId: string | null;
  /** Of the secret of an API key, in hex. */
  keyHash: string | null;
  send<K extends EventName>(event: K, data: EventMap[K], id: string): void;
  close(): void;
}

interface Gathered {
  syncIds: Set<string>;
  refetch: boolean;
  integrations: boolean;
  timer: NodeJS.Timeout;
}

/**
 * Sends what changed to who looks. A round of events is read from the database once a workspace, however many clients it
 * has. Event ids are times of the database: a client that comes back with the last one gets what changed since.
 */
@Injectable()
export class LiveEvents implements BeforeApplicationShutdown {
  private readonly log = new Logger('LiveEvents');
  private readonly clients = new Map<string, Set<LiveClient>>();
  private readonly gathered = new Map<string, Gathered>();
  private readonly forget: () => void;
  private readonly dismissing = setInterval(() => {
    this.dismissUnwelcome().catch((error: unknown) => this.log.warn(`Streams could not be checked: ${String(error)}`));
  }, DISMISS_MS).unref();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ChangeListener) listener: ChangeListener,
  ) {
    this.forget = listener.onChange(
      (change) => this.gather(change),
      () => {
        for (const workspaceId of this.clients.keys()) {
          this.gather({ workspaceId, integrationId: null, syncIds: [], refetch: true, integration: true });
        }
      },
    );
  }

  beforeApplicationShutdown(): void {
    this.forget();
    clearInterval(this.dismissing);
    for (const { timer } of this.gathered.values()) clearTimeout(timer);
    for (const clients of this.clients.values()) for (const client of clients) client.close();
  }

  /** Adds a client. With `since` (the last event's id) it first gets what it missed. Answers how to remove it. */
  async join(client: LiveClient, since: string | undefined): Promise<() => void> {
    const clients = this.clients.get(client.workspaceId) ?? new Set();
    this.clients.set(client.workspaceId, clients.add(client));
    const id = await this.now();
    if (since !== undefined) {
      const { ids, deletedIds, more } = await changedSince(this.database, client.workspaceId, since, MOST_ITEMS);
      const items = await readSyncs(this.database, client.workspaceId, ids);
      if (items.length > 0 || deletedIds.length > 0 || more)
        client.send('sync', { items, deletedIds, refetch: more }, id);
    }
    client.send('summary', await readSummary(this.database, client.workspaceId), id);
    return () => {
      clients.delete(client);
      if (clients.size === 0) this.clients.delete(client.workspaceId);
    };
  }

  /** Ends the streams of sessions that were closed, of keys that were deleted, and of secrets that a rotation ended. */
  async dismissUnwelcome(): Promise<void> {
    const all = [...this.clients.values()].flatMap((clients) => [...clients]);
    if (all.length === 0) return;
    const welcome = await stillWelcome(this.database, {
      sessionIds: all.flatMap(({ sessionId }) => sessionId ?? []),
      keyHashes: all.flatMap(({ keyHash }) => keyHash ?? []),
    });
    for (const client of all) if (!welcome.has(client.sessionId ?? client.keyHash ?? '')) client.close();
  }

  private gather({ workspaceId, syncIds, refetch, integration }: Change): void {
    if (!this.clients.has(workspaceId)) return;
    const known = this.gathered.get(workspaceId);
    const round: Gathered = known ?? {
      syncIds: new Set(),
      refetch: false,
      integrations: false,
      timer: setTimeout(() => this.flush(workspaceId), COALESCE_MS),
    };
    this.gathered.set(workspaceId, round);
    for (const id of syncIds) if (round.syncIds.size < MOST_ITEMS) round.syncIds.add(id);
    round.refetch ||= refetch || round.syncIds.size + syncIds.length > MOST_ITEMS;
    round.integrations ||= integration;
  }

  private flush(workspaceId: string): void {
    const round = this.gathered.get(workspaceId);
    this.gathered.delete(workspaceId);
    if (!round) return;
    this.send(workspaceId, round).catch((error: unknown) =>
      this.log.error(`Events of a round were lost: ${String(error)}`),
    );
  }

  private async send(workspaceId: string, { syncIds, refetch, integrations }: Gathered): Promise<void> {
    const id = await this.now();
    const ids = [...syncIds];
    const items: Sync[] = await readSyncs(this.database, workspaceId, ids);
    const there = new Set(items.map((item) => item.id));
    const deletedIds = ids.filter((each) => !there.has(each));
    if (ids.length > 0 || refetch) this.broadcast(workspaceId, 'sync', { items, deletedIds, refetch }, id);
    if (integrations) {
      const counts = await countSyncs(this.database, workspaceId);
      for (const row of await readIntegrations(this.database, workspaceId)) {
        this.broadcast(workspaceId, 'integration', asIntegration(row, counts), id);
      }
    }
    this.broadcast(workspaceId, 'summary', await readSummary(this.database, workspaceId), id);
  }

  private broadcast<K extends EventName>(workspaceId: string, event: K, data: EventMap[K], id: string): void {
    for (const client of this.clients.get(workspaceId) ?? []) client.send(event, data, id);
  }

  private async now(): Promise<string> {
    const [row] = await this.database.query<{ now: string }[]>(
      `select (extract(epoch from now()) * 1000000)::bigint::text as now`,
    );
    return row!.now;
  }
}
