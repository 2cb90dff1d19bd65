import type { Credentials, Member, Session } from '@integration-queue/shared/access';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AppProblem } from '../ops/app-problem.js';
import { RequestLimits } from '../ops/request-limits.js';
import type { Actor } from './actor.js';
import { readMember } from './members.service.js';
import { hashToken, newSecret, verifyPassword } from './secrets.js';

const TOKEN_MINUTES = 15;
const REFRESH_DAYS = 30;

interface StoredSession {
  id: string;
  workspaceId: string;
  memberId: string;
  family: string;
  usable: boolean;
  rotated: boolean;
}

/**
 * Sign-in, refresh, sign-out. A refresh token is good for one use; a second use means that it was copied, and closes every
 * session that came from that sign-in.
 */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(RequestLimits) private readonly limits: RequestLimits,
  ) {}

  async signIn({ email, password }: Credentials, address: string): Promise<Session> {
    const who = email.toLowerCase();
    await this.limits.maySignIn(who, address);
    const [row] = await this.database.query<{ id: string; workspaceId: string; hash: string }[]>(
      `select id, workspace_id as "workspaceId", password_hash as hash from member where lower(email) = lower($1) and removed_at is null`,
      [email],
    );
    if (!(await verifyPassword(password, row?.hash ?? null)) || !row) {
      await this.limits.failedSignIn(who, address);
      throw new AppProblem('wrong_credentials', 'E-mail or password is wrong');
    }
    return this.open(this.database.manager, { memberId: row.id, workspaceId: row.workspaceId, family: uuidv7() });
  }

  async refresh(refreshToken: string): Promise<Session> {
    const session = await this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<StoredSession[]>(
        `select s.id, s.workspace_id as "workspaceId", s.member_id as "memberId", s.family,
           s.revoked_at is null and s.refresh_expires_at > now() and m.removed_at is null as usable, s.rotated_at is not null as rotated
         from session s join member m on m.id = s.member_id where s.refresh_hash = $1 for update of s`,
        [hashToken(refreshToken)],
      );
      if (!row) throw new AppProblem('unauthenticated', 'This refresh token does not exist; sign in again');
      if (row.rotated) {
        await transaction.query('update session set revoked_at = now() where family = $1 and revoked_at is null', [
          row.family,
        ]);
        return null;
      }
      if (!row.usable) throw new AppProblem('session_expired', 'The session has ended; sign in again');
      await transaction.query(
        'update session set rotated_at = now(), expires_at = least(expires_at, now()) where id = $1',
        [row.id],
      );
      return this.open(transaction, row);
    });
    if (!session) throw new AppProblem('refresh_token_reused', 'The refresh token was used before; sign in again');
    return session;
  }

  /** Closes the session and all it was refreshed from. */
  async signOut({ sessionId }: Actor): Promise<void> {
    if (sessionId === null) throw new AppProblem('invalid_request', 'An API key has no session to close');
    await this.database.query(
      'update session set revoked_at = now() where family = (select family from session where id = $1) and revoked_at is null',
      [sessionId],
    );
  }

  private async open(
    database: EntityManager,
    { memberId, workspaceId, family }: { memberId: string; workspaceId: string; family: string },
  ): Promise<Session> {
    const [token, refreshToken] = [newSecret('iq_ses'), newSecret('iq_ref')];
    const [row] = await database.query<{ expiresAt: Date }[]>(
      `insert into session (id, workspace_id, member_id, family, token_hash, refresh_hash, expires_at, refresh_expires_at)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7), now() + make_interval(days => $8))
       returning expires_at as "expiresAt"`,
      [uuidv7(), workspaceId, memberId, family, hashToken(token), hashToken(refreshToken), TOKEN_MINUTES, REFRESH_DAYS],
    );
    const member: Member = await readMember(database, workspaceId, memberId);
    return { token, refreshToken, expiresAt: row!.expiresAt.toISOString(), member };
  }
}
