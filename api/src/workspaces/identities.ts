import type { Role, Scope } from '@integration-queue/shared/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppProblem } from '../ops/app-problem.js';
import { type Actor, scopesOf } from './actor.js';
import { hashToken, isSecret } from './secrets.js';

interface KeyRow {
  id: string;
  name: string;
  workspaceId: string;
  scopes: Scope[];
  expiresAt: Date | null;
  /** The role its maker has today; null where nobody made it. */
  makerRole: Role | null;
  requestsPerMinute: number | null;
  /** It was noted as used within the last minute. */
  noted: boolean;
}

interface SessionRow {
  id: string;
  memberId: string;
  name: string;
  workspaceId: string;
  role: Role;
  expiresAt: Date;
}

/** Finds out who a token belongs to. */
@Injectable()
export class Identities {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `unauthenticated` or `session_expired`. */
  async of(token: string): Promise<Actor> {
    if (!isSecret(token)) throw new AppProblem('unauthenticated', 'This is not a token or key of ours');
    return token.startsWith('iq_key_') ? this.keyHolder(token) : this.member(token);
  }

  private async keyHolder(key: string): Promise<Actor> {
    const hash = hashToken(key);
    const [row] = await this.database.query<KeyRow[]>(
      `select k.id, k.name, k.workspace_id as "workspaceId", k.scopes, k.expires_at as "expiresAt", m.role as "makerRole",
         k.requests_per_minute as "requestsPerMinute",
         coalesce(k.last_used_at > now() - interval '1 minute', false) as noted
       from api_key k left join member m on m.id = k.created_by
       where (k.key_hash = $1 or (k.previous_hash = $1 and k.previous_until > now())) and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
      [hash],
    );
    if (!row) throw new AppProblem('unauthenticated', 'This API key does not exist, was deleted or has expired');
    // At most once a minute: a write a request would cost more than the request.
    if (!row.noted) await this.database.query('update api_key set last_used_at = now() where id = $1', [row.id]);
    const { id, name, workspaceId, makerRole, expiresAt, requestsPerMinute } = row;
    // A key made by an admin does not outrank them once they are none.
    const scopes = makerRole ? row.scopes.filter((scope) => scopesOf(makerRole).includes(scope)) : row.scopes;
    const role: Role = scopes.includes('workspace:admin') ? 'admin' : 'member';
    const keyHash = hash.toString('hex');
    return {
      kind: 'api_key',
      id,
      name,
      workspaceId,
      role,
      scopes,
      expiresAt,
      sessionId: null,
      keyHash,
      requestsPerMinute,
    };
  }

  private async member(token: string): Promise<Actor> {
    const [row] = await this.database.query<SessionRow[]>(
      `select s.id, s.member_id as "memberId", m.name, s.workspace_id as "workspaceId", m.role, s.expires_at as "expiresAt"
       from session s join member m on m.id = s.member_id
       where s.token_hash = $1 and s.revoked_at is null and m.removed_at is null`,
      [hashToken(token)],
    );
    if (!row) throw new AppProblem('unauthenticated', 'This session does not exist or was closed; sign in again');
    const { id, memberId, name, workspaceId, role, expiresAt } = row;
    if (expiresAt.getTime() <= Date.now())
      throw new AppProblem('session_expired', 'The session has expired; refresh it or sign in again');
    return { kind: 'member', id: memberId, name, workspaceId, role, scopes: scopesOf(role), expiresAt, sessionId: id };
  }
}
