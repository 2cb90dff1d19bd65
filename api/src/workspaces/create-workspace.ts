import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AppProblem } from '../ops/app-problem.js';
import { isUniqueViolation } from '../ops/postgres-errors.js';

export interface NewWorkspace {
  name: string;
  /** Of its first admin, lower case. */
  email: string;
  passwordHash: string;
}

/** A workspace and its first admin. Throws `conflict` where the address belongs to a member of any workspace already. */
export async function createWorkspace(
  transaction: EntityManager,
  { name, email, passwordHash }: NewWorkspace,
): Promise<{ workspaceId: string; memberId: string }> {
  const [workspaceId, memberId] = [uuidv7(), uuidv7()];
  await transaction.query('insert into workspace (id, name) values ($1, $2)', [workspaceId, name]);
  try {
    await transaction.query(
      `insert into member (id, workspace_id, email, name, role, password_hash) values ($1, $2, $3, 'Admin', 'admin', $4)`,
      [memberId, workspaceId, email, passwordHash],
    );
  } catch (error) {
    if (isUniqueViolation(error, 'member_email'))
      throw new AppProblem('conflict', `${email} already belongs to a member; give the admin another address`);
    throw error;
  }
  return { workspaceId, memberId };
}
