import type { SyncStreamResult } from '@integration-queue/shared/sync-stream';
import type { EntityManager } from 'typeorm';

/** An item that was taken within the last 24 hours. */
export interface TakenItem {
  key: string;
  contentHash: Buffer;
  syncId: string;
  /** Of its entry. */
  status: NonNullable<SyncStreamResult['now']>;
}

/** Of these keys of a sender, those that were taken. */
export async function findTakenItems(
  transaction: EntityManager,
  actorId: string,
  keys: string[],
): Promise<Map<string, TakenItem>> {
  const rows = await transaction.query<TakenItem[]>(
    `select k.key, k.content_hash as "contentHash", k.sync_id as "syncId", s.status
     from item_key k join sync s on s.id = k.sync_id and s.workspace_id = k.workspace_id
     where k.actor_id = $1 and k.key = any($2) and k.created_at > now() - interval '24 hours'`,
    [actorId, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Keeps which entry each key became. Answers how many keys were free: fewer than given where a twin was faster. */
export async function keepTakenItems(
  transaction: EntityManager,
  { workspaceId, actorId }: { workspaceId: string; actorId: string },
  items: Omit<TakenItem, 'status'>[],
): Promise<number> {
  // In order of the keys, so that two streams with the same keys never wait for each other.
  const rows = await transaction.query<unknown[]>(
    `insert into item_key (workspace_id, actor_id, key, content_hash, sync_id)
     select $1, $2, key, content_hash, sync_id from unnest($3::text[], $4::bytea[], $5::uuid[]) as i(key, content_hash, sync_id)
     order by key
     on conflict (actor_id, key) do update
       set content_hash = excluded.content_hash, sync_id = excluded.sync_id, created_at = now()
       where item_key.created_at <= now() - interval '24 hours'
     returning 1`,
    [
      workspaceId,
      actorId,
      items.map(({ key }) => key),
      items.map(({ contentHash }) => contentHash),
      items.map(({ syncId }) => syncId),
    ],
  );
  return rows.length;
}
