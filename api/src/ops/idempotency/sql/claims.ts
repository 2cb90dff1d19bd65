import type { DataSource, EntityManager } from 'typeorm';

/** Which key, and who works on its request: what a process that lost its claim writes changes nothing. */
export interface Claim {
  actorId: string;
  key: string;
  claim: string;
}

/** What is known of a key that was used before. */
export interface UsedKey {
  /** Whether for the same request. */
  same: boolean;
  /** Null while it is being worked on. */
  status: number | null;
  answer: unknown;
  /** The answer in place of `answer`, where it holds a secret. */
  sealed: string | null;
  /** Whether something was changed already. */
  effect: boolean;
  /** Whether nobody works on it any longer. */
  left: boolean;
}

/** A claim nobody renews for so long belongs to a process that is gone. */
const HELD = `now() + interval '30 seconds'`;

/**
 * Takes a key for its request: one that is new, a day old, or left by a process that ended before it had changed anything.
 * False where it is taken.
 */
export async function takeKey(
  database: DataSource,
  { actorId, key, claim, workspaceId, hash }: Claim & { workspaceId: string; hash: Buffer },
): Promise<boolean> {
  const rows = await database.query<unknown[]>(
    `insert into idempotency (workspace_id, actor_id, key, request_hash, claim, held_until)
     values ($1, $2, $3, $4, $5, ${HELD})
     on conflict (actor_id, key) do update
       set request_hash = excluded.request_hash, claim = excluded.claim, held_until = excluded.held_until,
         status = null, answer = null, sealed = null, effect = false, created_at = now()
       where idempotency.created_at < now() - interval '24 hours'
         or (idempotency.status is null and not idempotency.effect and idempotency.held_until < now())
     returning 1`,
    [workspaceId, actorId, key, hash, claim],
  );
  return rows.length > 0;
}

/** `hashes` are those the request may have. Undefined where the key is free. */
export async function readUsedKey(
  database: DataSource,
  actorId: string,
  key: string,
  hashes: Buffer[],
): Promise<UsedKey | undefined> {
  const [row] = await database.query<UsedKey[]>(
    `select request_hash = any($3::bytea[]) as same, status, answer, sealed, effect,
       coalesce(held_until < now(), false) as left
     from idempotency where actor_id = $1 and key = $2 and created_at >= now() - interval '24 hours'`,
    [actorId, key, hashes],
  );
  return row;
}

/** Still at work. */
export async function holdKey(database: DataSource, { actorId, key, claim }: Claim): Promise<void> {
  await database.query(`update idempotency set held_until = ${HELD} where actor_id = $1 and key = $2 and claim = $3`, [
    actorId,
    key,
    claim,
  ]);
}

/** Says, in a transaction of the work, that it changes something. False where the claim is another's by now. */
export async function markEffect(transaction: EntityManager, { actorId, key, claim }: Claim): Promise<boolean> {
  const [, count] = await transaction.query<[unknown[], number]>(
    'update idempotency set effect = true where actor_id = $1 and key = $2 and claim = $3',
    [actorId, key, claim],
  );
  return count > 0;
}

export async function keepAnswer(
  database: DataSource,
  { actorId, key, claim }: Claim,
  { status, answer, sealed }: { status: number; answer: string | null; sealed: string | null },
): Promise<void> {
  await database.query(
    `update idempotency set status = $4, answer = $5, sealed = $6 where actor_id = $1 and key = $2 and claim = $3`,
    [actorId, key, claim, status, answer, sealed],
  );
}

/** Nobody works on it any longer, and there is no answer. */
export async function leaveKey(database: DataSource, { actorId, key, claim }: Claim): Promise<void> {
  await database.query('update idempotency set held_until = now() where actor_id = $1 and key = $2 and claim = $3', [
    actorId,
    key,
    claim,
  ]);
}

/** As if it had never been used. */
export async function freeKey(database: DataSource, { actorId, key, claim }: Claim): Promise<void> {
  await database.query('delete from idempotency where actor_id = $1 and key = $2 and claim = $3', [
    actorId,
    key,
    claim,
  ]);
}
