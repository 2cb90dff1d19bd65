import type { Provider } from '@integration-queue/shared/vocabulary';
import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** How long a person has to let us in. */
const LIFE_MINUTES = 10;

/** A connection by OAuth that was begun. */
export interface BegunConnection {
  workspaceId: string;
  memberId: string;
  provider: Provider;
  /** The integration that is connected again; null for a new one. */
  integrationId: string | null;
  name: string;
  settings: Record<string, string>;
  /** What the code challenge was made of; null where the vendor checks none. */
  verifier: string | null;
}

/** Keeps a begun connection and answers its state: an unguessable text that finds it again, once. */
export async function keepState(database: DataSource, begun: BegunConnection): Promise<string> {
  const state = randomBytes(32).toString('base64url');
  await database.query('delete from oauth_state where expires_at < now()');
  await database.query(
    `insert into oauth_state (state_hash, workspace_id, member_id, provider, integration_id, name, settings, verifier, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(mins => $9))`,
    [
      hash(state),
      begun.workspaceId,
      begun.memberId,
      begun.provider,
      begun.integrationId,
      begun.name,
      begun.settings,
      begun.verifier,
      LIFE_MINUTES,
    ],
  );
  return state;
}

/** The connection a state stands for, the first time it is asked for; null ever after, and where there is none. */
export async function redeemState(database: DataSource, state: string): Promise<BegunConnection | null> {
  const [rows] = await database.query<[BegunConnection[], number]>(
    `delete from oauth_state where state_hash = $1 and expires_at > now()
     returning workspace_id as "workspaceId", member_id as "memberId", provider, integration_id as "integrationId", name,
       settings, verifier`,
    [hash(state)],
  );
  return rows[0] ?? null;
}

/** The challenge for a verifier, as PKCE's S256 makes it. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

export function newVerifier(): string {
  return randomBytes(48).toString('base64url');
}

function hash(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
