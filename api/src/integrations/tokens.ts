import type { Provider } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import type { Vault } from '../ops/vault.js';
import type { OAuthApps } from './oauth/oauth-apps.js';
import type { OAuthCredentials, TokenEndpoint } from './oauth/token-endpoint.js';

/** A token that ends within this time is renewed before it is used: no call may outlive its token. */
const TOO_SHORT_MS = 90_000;

/** Whose tokens. */
export interface TokenOwner {
  id: string;
  workspaceId: string;
  provider: Provider;
}

/** Renews the tokens of connected accounts: one renewal at a time for an account, whatever number of workers ask. */
export class Tokens {
  constructor(
    private readonly database: DataSource,
    private readonly vault: Vault,
    private readonly apps: OAuthApps,
    private readonly endpoint: TokenEndpoint,
  ) {}

  /**
   * The tokens in force after `refused` was refused or ran out: somebody else's renewal where there was one meanwhile,
   * else our own. The integration's row is locked as long as the vendor is asked, so that the second to come finds what
   * the first one got: vendors count renewals, and some end all tokens where one refresh token is used twice. Null where
   * there is nothing to renew with. Throws `CrmProblem`.
   */
  async renew({ id, workspaceId, provider }: TokenOwner, refused: string): Promise<OAuthCredentials | null> {
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<{ credentials: string | null; settings: Record<string, string> }[]>(
        'select credentials, settings from integration where id = $1 and deleted_at is null for update',
        [id],
      );
      if (!row?.credentials) return null;
      const owner = { workspaceId, id };
      const current = this.vault.open(row.credentials, owner);
      if (!isOAuth(current)) return null;
      if (current.accessToken !== refused && !runsOut(current)) return current;
      const app = this.apps.of(provider);
      if (!app) return null;
      const { credentials, settings, endsAt } = await this.endpoint.refresh(app, current.refreshToken, row.settings);
      await transaction.query(
        'update integration set credentials = $2, settings = settings || $3, access_ends_at = $4 where id = $1',
        [id, this.vault.seal(credentials, owner), settings, endsAt],
      );
      return credentials;
    });
  }
}

/** Whether an account was connected by OAuth. */
export function isOAuth(credentials: Record<string, string>): credentials is OAuthCredentials {
  return Boolean(credentials['refreshToken']);
}

/** Whether a token ends too soon to be used; one whose end the vendor does not tell is used until it is refused. */
export function runsOut({ expiresAt }: OAuthCredentials, withinMs = TOO_SHORT_MS): boolean {
  return Boolean(expiresAt) && Date.parse(expiresAt) - Date.now() < withinMs;
}

/** Credentials less what OAuth brought. */
export function withoutTokens(credentials: Record<string, string>): Record<string, string> {
  const brought = ['accessToken', 'refreshToken', 'expiresAt'];
  return Object.fromEntries(Object.entries(credentials).filter(([name]) => !brought.includes(name)));
}
