import { setTimeout } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../../env.js';
import { Vault } from '../vault.js';
import type { Actor } from '../../workspaces/actor.js';
import { AppProblem } from '../app-problem.js';
import { storable } from '../storable.js';
import { marking } from './effects.js';
import {
  answerLost,
  checkKey,
  inProgress,
  type KeptAnswer,
  type KeyedRequest,
  RequestHashes,
  reused,
} from './keyed-request.js';
import {
  type Claim,
  freeKey,
  holdKey,
  keepAnswer,
  leaveKey,
  markEffect,
  readUsedKey,
  takeKey,
  type UsedKey,
} from './sql/claims.js';

/** A twin looks whether the first has its answer after so long, and then twice as long each time, up to a second. */
const [FIRST_LOOK_MS, LAST_LOOK_MS] = [100, 1_000];
/** So many twins may wait in one process: each look takes a connection. */
const MOST_WAITING = 20;
/** Often enough for a claim of half a minute. */
const HOLD_MS = 10_000;

/**
 * `Idempotency-Key` of every route that has no way of its own: within 24 hours the same key with the same body gets the same
 * answer, and the work is done once.
 *
 * The key is claimed before the work begins and its answer kept behind it, not in one transaction with it: the work may be
 * many, or wait for a CRM, and neither may hold a connection or a lock. Each transaction of the work says so at the key, so
 * that after a crash it is known whether anything was changed: if not, the next to come does it; if so, nobody does it
 * twice, and `answer_lost` says what happened. A process that was taken for gone can commit nothing afterwards.
 */
@Injectable()
export class KeyedRequests {
  /** Milliseconds a twin waits for the first's answer. */
  patienceMs = 10_000;
  private readonly vault: Vault;
  private readonly hashes: RequestHashes;
  private waiting = 0;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ENV) env: Pick<Env, 'SECRET_KEYS'>,
  ) {
    this.vault = new Vault(env.SECRET_KEYS);
    this.hashes = new RequestHashes(env.SECRET_KEYS);
  }

  /**
   * Does the work once per key. An answer with a secret in it is kept sealed. Throws `idempotency_key_reused`,
   * `request_in_progress` or `answer_lost`, and what the work throws, after which the key is free again.
   */
  async once<T>(
    actor: Actor,
    { key, ...request }: KeyedRequest & { secret: boolean },
    work: () => Promise<KeptAnswer<T>>,
  ): Promise<KeptAnswer<T>> {
    checkKey(key);
    const hashes = this.hashes.of(request);
    const claim: Claim = { actorId: actor.id, key, claim: randomUUID() };
    const given = Date.now() + this.patienceMs;
    for (let looks = 0; ; looks += 1) {
      // Looked at before it is taken: to try the taking locks the row, which the first has to write to.
      const used = await readUsedKey(this.database, actor.id, key, hashes);
      if (used && !used.same) throw reused();
      if (used && used.status !== null) return this.open<T>(actor, key, used, used.status);
      if (used?.left && used.effect) throw answerLost();
      if (!used || used.left) {
        const isOurs = await takeKey(this.database, { ...claim, workspaceId: actor.workspaceId, hash: hashes[0] });
        if (isOurs) return this.work(actor, claim, request.secret, work);
      }
      await this.wait(looks, given);
    }
  }

  /** Before the next look. Throws `request_in_progress` after the patience is over, or where too many wait already. */
  private async wait(looks: number, given: number): Promise<void> {
    if (Date.now() >= given || this.waiting >= MOST_WAITING) throw inProgress();
    this.waiting += 1;
    await setTimeout(Math.min(LAST_LOOK_MS, FIRST_LOOK_MS * 2 ** looks)).finally(() => (this.waiting -= 1));
  }

  private async work<T>(
    actor: Actor,
    claim: Claim,
    secret: boolean,
    work: () => Promise<KeptAnswer<T>>,
  ): Promise<KeptAnswer<T>> {
    const holding = setInterval(() => void holdKey(this.database, claim).catch(() => undefined), HOLD_MS);
    let changed = false;
    try {
      const done = await marking(async (transaction) => {
        if (!(await markEffect(transaction, claim))) throw inProgress();
        changed = true;
      }, work);
      const text = JSON.stringify(storable(done.answer ?? null));
      const sealed = secret ? this.vault.seal({ answer: text }, ownerOf(actor, claim.key)) : null;
      await keepAnswer(this.database, claim, { status: done.status, answer: sealed === null ? text : null, sealed });
      return done;
    } catch (error) {
      const isRefused = error instanceof AppProblem && error.code !== 'internal';
      // Where this cannot be written either, the claim runs out by itself.
      await (changed && !isRefused ? leaveKey : freeKey)(this.database, claim).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(holding);
    }
  }

  private open<T>(actor: Actor, key: string, { answer, sealed }: UsedKey, status: number): KeptAnswer<T> {
    if (sealed === null) return { status, answer: answer as T };
    const { answer: text = 'null' } = this.vault.open(sealed, ownerOf(actor, key));
    return { status, answer: JSON.parse(text) as T };
  }
}

const ownerOf = ({ workspaceId, id }: Actor, key: string) => ({ workspaceId, id: `${id}:${key}` });
