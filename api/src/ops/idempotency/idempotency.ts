import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../workspaces/actor.js';
import { ENV, type Env } from '../../env.js';
import { storable } from '../storable.js';
import { type KeptAnswer, type KeyedRequest, RequestHashes, checkKey, inProgress, reused } from './keyed-request.js';

/**
 * `Idempotency-Key` of routes whose work is one transaction, and whose calls are many: sends and visits. The answer is kept
 * in the transaction of the work itself, so there is no moment in which one exists without the other; a twin that comes
 * meanwhile waits at the unique index until the first has committed. All other routes: `KeyedRequests`.
 */
@Injectable()
export class Idempotency {
  private readonly hashes: RequestHashes;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ENV) env: Pick<Env, 'SECRET_KEYS'>,
  ) {
    this.hashes = new RequestHashes(env.SECRET_KEYS);
  }

  /** Does the work in a transaction, once per key. Throws `idempotency_key_reused` or `request_in_progress`. */
  async once<T>(
    actor: Actor,
    { key, route, body }: Omit<KeyedRequest, 'key'> & { key: string | undefined },
    work: (transaction: EntityManager) => Promise<KeptAnswer<T>>,
  ): Promise<KeptAnswer<T>> {
    if (key === undefined) return this.database.transaction(work);
    checkKey(key);
    const hashes = this.hashes.of({ route, body });
    try {
      return await this.database.transaction(async (transaction) => {
        await transaction.query(`set local lock_timeout = '10s'`);
        const fresh = await transaction.query<unknown[]>(
          `insert into idempotency (workspace_id, actor_id, key, request_hash) values ($1, $2, $3, $4)
           on conflict (actor_id, key) do update
             set request_hash = excluded.request_hash, status = null, answer = null, sealed = null, effect = false,
               claim = null, held_until = null, created_at = now()
             where idempotency.created_at < now() - interval '24 hours'
           returning 1`,
          [actor.workspaceId, actor.id, key, hashes[0]],
        );
        if (fresh.length === 0) return this.kept<T>(transaction, actor, key, hashes);
        // A wait of the work itself is for nobody with this key.
        await transaction.query('set local lock_timeout to default');
        const done = await work(transaction);
        await transaction.query('update idempotency set status = $3, answer = $4 where actor_id = $1 and key = $2', [
          actor.id,
          key,
          done.status,
          JSON.stringify(storable(done.answer)),
        ]);
        return done;
      });
    } catch (error) {
      throw isLockTimeout(error) ? inProgress() : error;
    }
  }

  private async kept<T>(
    transaction: EntityManager,
    actor: Actor,
    key: string,
    hashes: Buffer[],
  ): Promise<KeptAnswer<T>> {
    const [row] = await transaction.query<{ same: boolean; status: number; answer: T }[]>(
      'select request_hash = any($3::bytea[]) as same, status, answer from idempotency where actor_id = $1 and key = $2',
      [actor.id, key, hashes],
    );
    if (!row) throw inProgress();
    if (!row.same) throw reused();
    return { status: row.status, answer: row.answer };
  }
}

function isLockTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03';
}
