import type { Member, MemberChange, MemberInput } from '@integration-queue/shared/access';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AppProblem, notFound } from '../ops/app-problem.js';
import { isUniqueViolation } from '../ops/postgres-errors.js';
import type { Actor } from './actor.js';
import { audit } from './audit.js';
import { checkMayManage, checkMaySetPassword } from './key-rights.js';
import { hashPassword } from './secrets.js';

const MEMBER = `id, name, email, role, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`;

/** A member of this workspace; throws `not_found`. */
export async function readMember(database: EntityManager, workspaceId: string, id: string): Promise<Member> {
  const [member] = await database.query<Member[]>(
    `select ${MEMBER} from member where workspace_id = $1 and id = $2 and removed_at is null`,
    [workspaceId, id],
  );
  if (!member) throw notFound('member');
  return member;
}

/** The people of a workspace. A workspace always keeps an admin. */
@Injectable()
export class MembersService {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async list({ workspaceId }: Actor): Promise<{ items: Member[]; nextCursor: null }> {
    const items = await this.database.query<Member[]>(
      `select ${MEMBER} from member where workspace_id = $1 and removed_at is null order by id`,
      [workspaceId],
    );
    return { items, nextCursor: null };
  }

  /** Throws `forbidden` for an API key, `conflict` for an address that is taken. */
  async add(actor: Actor, { email, name, role, password }: MemberInput): Promise<Member> {
    checkMaySetPassword(actor);
    const [id, passwordHash] = [uuidv7(), await hashPassword(password)];
    try {
      return await this.database.transaction(async (transaction) => {
        await transaction.query(
          'insert into member (id, workspace_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)',
          [id, actor.workspaceId, email, name, role, passwordHash],
        );
        await audit(transaction, actor, {
          action: 'member.added',
          targetKind: 'member',
          targetId: id,
          details: { email, role },
        });
        return readMember(transaction, actor.workspaceId, id);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'member_email'))
        throw new AppProblem('conflict', 'This e-mail address already belongs to a member');
      throw error;
    }
  }

  /** Throws `not_found`; `forbidden` for a key that sets a password or touches who may do more; `conflict` for the last admin. */
  async change(actor: Actor, id: string, { name, role, password }: MemberChange): Promise<Member> {
    if (password !== undefined) checkMaySetPassword(actor);
    const passwordHash = password === undefined ? null : await hashPassword(password);
    return this.database.transaction(async (transaction) => {
      const before = await readMember(transaction, actor.workspaceId, id);
      checkMayManage(actor, role === undefined ? [before.role] : [before.role, role]);
      if (role === 'member') await this.keepAnAdmin(transaction, actor, id);
      await transaction.query(
        `update member set name = coalesce($3, name), role = coalesce($4, role), password_hash = coalesce($5, password_hash)
         where workspace_id = $1 and id = $2`,
        [actor.workspaceId, id, name ?? null, role ?? null, passwordHash],
      );
      if (passwordHash) await closeSessions(transaction, id);
      const details = { name, role, password: password === undefined ? undefined : 'changed' };
      await audit(transaction, actor, { action: 'member.changed', targetKind: 'member', targetId: id, details });
      return readMember(transaction, actor.workspaceId, id);
    });
  }

  /** Throws `not_found`; `forbidden` for a key and a member who may do more; `conflict` for the last admin. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const { role } = await readMember(transaction, actor.workspaceId, id);
      checkMayManage(actor, [role]);
      await this.keepAnAdmin(transaction, actor, id);
      await transaction.query('update member set removed_at = now() where workspace_id = $1 and id = $2', [
        actor.workspaceId,
        id,
      ]);
      await closeSessions(transaction, id);
      // What they made must not let them in any longer.
      await transaction.query(
        'update api_key set revoked_at = now() where workspace_id = $1 and created_by = $2 and revoked_at is null',
        [actor.workspaceId, id],
      );
      await audit(transaction, actor, { action: 'member.removed', targetKind: 'member', targetId: id });
    });
  }

  private async keepAnAdmin(transaction: EntityManager, { workspaceId }: Actor, without: string): Promise<void> {
    const others = await transaction.query<unknown[]>(
      `select 1 from member where workspace_id = $1 and role = 'admin' and removed_at is null and id <> $2 for update`,
      [workspaceId, without],
    );
    if (others.length === 0)
      throw new AppProblem('conflict', 'A workspace needs an admin; make somebody else one first');
  }
}

async function closeSessions(transaction: EntityManager, memberId: string): Promise<void> {
  await transaction.query('update session set revoked_at = now() where member_id = $1 and revoked_at is null', [
    memberId,
  ]);
}
