import { SCOPES } from '@integration-queue/shared/vocabulary';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { crmProvider } from '../crm/providers.js';
import { Vault } from '../ops/vault.js';
import { createWorkspace } from './create-workspace.js';
import { hashPassword, hashToken, isSecret, newSecret } from './secrets.js';

export interface FirstWorkspaceInput {
  email: string;
  password: string;
  /** A key from an earlier run, or empty. */
  apiKey: string;
  crmUrl: string;
  crmToken: string;
}

export interface FirstWorkspace {
  workspaceId: string;
  email: string;
  password: string;
  apiKey: string;
  integrationId: string;
}

/** The workspace of an installation on somebody's own machine. Idempotent. */
export async function ensureFirstWorkspace(
  database: DataSource,
  secretKeys: string,
  input: FirstWorkspaceInput,
): Promise<FirstWorkspace> {
  const passwordHash = await hashPassword(input.password);
  return database.transaction(async (transaction) => {
    const { memberId, workspaceId } = await ensureAdmin(transaction, input.email, passwordHash);
    return {
      workspaceId,
      email: input.email,
      password: input.password,
      apiKey: await ensureKey(transaction, workspaceId, memberId, input.apiKey),
      integrationId: await ensurePracticeIntegration(transaction, workspaceId, new Vault(secretKeys), input),
    };
  });
}

async function ensureAdmin(
  transaction: EntityManager,
  email: string,
  passwordHash: string,
): Promise<{ memberId: string; workspaceId: string }> {
  const [[known]] = await transaction.query<[{ memberId: string; workspaceId: string }[], number]>(
    `update member set password_hash = $2 where lower(email) = lower($1) and removed_at is null
     returning id as "memberId", workspace_id as "workspaceId"`,
    [email, passwordHash],
  );
  if (known) return known;
  return createWorkspace(transaction, { name: 'My workspace', email, passwordHash });
}

async function ensureKey(
  transaction: EntityManager,
  workspaceId: string,
  memberId: string,
  known: string,
): Promise<string> {
  const [row] = await transaction.query<unknown[]>(
    'select 1 from api_key where key_hash = $1 and workspace_id = $2 and revoked_at is null',
    [hashToken(known), workspaceId],
  );
  if (row && isSecret(known)) return known;
  const key = newSecret('iq_key');
  await transaction.query(
    `insert into api_key (id, workspace_id, name, prefix, key_hash, scopes, created_by) values ($1, $2, 'First key', $3, $4, $5, $6)`,
    [uuidv7(), workspaceId, key.slice(0, 15), hashToken(key), SCOPES, memberId],
  );
  return key;
}

async function ensurePracticeIntegration(
  transaction: EntityManager,
  workspaceId: string,
  vault: Vault,
  { crmUrl, crmToken }: FirstWorkspaceInput,
): Promise<string> {
  const [known] = await transaction.query<{ id: string }[]>(
    `select id from integration where workspace_id = $1 and provider = 'practice' and deleted_at is null order by id limit 1`,
    [workspaceId],
  );
  const id = known?.id ?? uuidv7();
  const settings = { baseUrl: crmUrl };
  const credentials = vault.seal({ token: crmToken }, { workspaceId, id });
  if (known) {
    await transaction.query('update integration set settings = settings || $2, credentials = $3 where id = $1', [
      id,
      settings,
      credentials,
    ]);
    return id;
  }
  const provider = crmProvider('practice');
  await transaction.query(
    `insert into integration (id, workspace_id, provider, name, settings, credentials) values ($1, $2, 'practice', $3, $4, $5)`,
    [id, workspaceId, provider.name, settings, credentials],
  );
  for (const object of provider.objects) {
    await transaction.query(
      'insert into mapping (id, workspace_id, integration_id, object, version, rows) values ($1, $2, $3, $4, 1, $5)',
      [uuidv7(), workspaceId, id, object, JSON.stringify(provider.defaultMapping(object))],
    );
  }
  return id;
}
