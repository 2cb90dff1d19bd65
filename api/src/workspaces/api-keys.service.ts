import type { ApiKey, ApiKeyInput, ApiKeyRotation, CreatedApiKey } from '@integration-queue/shared/access';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AppProblem, notFound } from '../ops/app-problem.js';
import type { Actor, Doer } from './actor.js';
import { audit } from './audit.js';
import { checkRights } from './key-rights.js';
import { hashToken, newSecret } from './secrets.js';

const PREFIX_LENGTH = 15;

interface KeyRow extends Omit<ApiKey, 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'previousUntil'> {
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  previousUntil: Date | null;
}

const COLUMNS = `id, name, prefix, scopes, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt",
  requests_per_minute as "requestsPerMinute",
  case when previous_until > now() then previous_until end as "previousUntil"`;

/** Keys for backend services: stored hashed, shown once, never above their maker's own rights. */
@Injectable()
export class ApiKeysService {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async list({ workspaceId }: Pick<Actor, 'workspaceId'>): Promise<{ items: ApiKey[]; nextCursor: null }> {
    const rows = await this.database.query<KeyRow[]>(
      `select ${COLUMNS} from api_key where workspace_id = $1 and revoked_at is null order by id desc`,
      [workspaceId],
    );
    return { items: rows.map(asApiKey), nextCursor: null };
  }

  /** Throws `forbidden` for more than the maker has. */
  async create(
    actor: Actor,
    { name, scopes, expiresAt, requestsPerMinute: ownLimit }: ApiKeyInput,
  ): Promise<CreatedApiKey> {
    const end = expiresAt === undefined ? null : new Date(expiresAt);
    const requestsPerMinute = ownLimit ?? null;
    checkRights(actor, { scopes, expiresAt: end, requestsPerMinute });
    const key = newSecret('iq_key');
    const row = await this.database.transaction(async (transaction) => {
      const [made] = await transaction.query<KeyRow[]>(
        `insert into api_key (id, workspace_id, name, prefix, key_hash, scopes, created_by, expires_at, requests_per_minute)
         values ($1, $2, $3, $4, $5, $6, coalesce($7, (select created_by from api_key where id = $8)), $9, $10)
         returning ${COLUMNS}`,
        [
          uuidv7(),
          actor.workspaceId,
          name,
          key.slice(0, PREFIX_LENGTH),
          hashToken(key),
          scopes,
          actor.kind === 'member' ? actor.id : null,
          // A key made by a key belongs to who made that one.
          actor.kind === 'member' ? null : actor.id,
          end,
          requestsPerMinute,
        ],
      );
      await audit(transaction, actor, {
        action: 'api_key.created',
        targetKind: 'api_key',
        targetId: made!.id,
        details: { name, scopes },
      });
      return made!;
    });
    return { ...asApiKey(row), key };
  }

  /**
   * A new secret for a key; the old one works on for a while. Throws `not_found`, `forbidden` for a key that may do more
   * than who rotates it, `conflict` for one that has ended.
   */
  async rotate(actor: Doer, id: string, { overlapSeconds, expiresAt }: ApiKeyRotation): Promise<CreatedApiKey> {
    const key = newSecret('iq_key');
    const row = await this.database.transaction(async (transaction) => {
      const [before] = await transaction.query<KeyRow[]>(
        `select ${COLUMNS} from api_key where workspace_id = $1 and id = $2 and revoked_at is null for update`,
        [actor.workspaceId, id],
      );
      if (!before) throw notFound('API key');
      const end = expiresAt === undefined ? before.expiresAt : new Date(expiresAt);
      checkRights(actor, { ...before, expiresAt: end });
      if (end && end.getTime() <= Date.now())
        throw new AppProblem('conflict', 'This key has expired; give it another expiresAt to rotate it');
      const [[after]] = await transaction.query<[KeyRow[], number]>(
        `update api_key set previous_hash = key_hash, previous_until = now() + make_interval(secs => $3),
           key_hash = $4, prefix = $5, expires_at = $6
         where workspace_id = $1 and id = $2 returning ${COLUMNS}`,
        [actor.workspaceId, id, overlapSeconds, hashToken(key), key.slice(0, PREFIX_LENGTH), end],
      );
      const details = { overlapSeconds, ...(expiresAt === undefined ? {} : { expiresAt }) };
      await audit(transaction, actor, { action: 'api_key.rotated', targetKind: 'api_key', targetId: id, details });
      return after!;
    });
    return { ...asApiKey(row), key };
  }

  async delete(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const [, count] = await transaction.query<[unknown[], number]>(
        'update api_key set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null',
        [actor.workspaceId, id],
      );
      if (count === 0) throw notFound('API key');
      await audit(transaction, actor, { action: 'api_key.deleted', targetKind: 'api_key', targetId: id });
    });
  }
}

function asApiKey({ createdAt, expiresAt, lastUsedAt, previousUntil, ...key }: KeyRow): ApiKey {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    previousUntil: previousUntil?.toISOString() ?? null,
  };
}
