import type { Account, Connection } from '../crm/connector.js';
import { CrmProblem } from '../crm/errors.js';
import type { OAuthCredentials } from './oauth/token-endpoint.js';
import { isOAuth, runsOut, type TokenOwner, type Tokens } from './tokens.js';

/** What a connection is made from, with its credentials open. */
export interface OpenIntegration extends TokenOwner {
  settings: Record<string, string>;
  credentials: Record<string, string>;
  account?: Account | null;
}

/** `tokens` renews those of accounts connected by OAuth; without it, and with a vendor's own key, they are used as they are. */
export function connectionOf(integration: OpenIntegration, tokens: Tokens | null): Connection {
  const { settings, credentials, account = null } = integration;
  if (tokens && isOAuth(credentials)) return new OAuthConnection(integration, credentials, tokens);
  return {
    settings,
    credentials,
    account,
    token: () => Promise.resolve(credentials['accessToken'] ?? credentials['token'] ?? ''),
    renewToken: () => Promise.resolve(null),
  };
}

/** A connection whose token ends every now and then, and is renewed before it does or when it was refused. */
class OAuthConnection implements Connection {
  readonly settings: Record<string, string>;
  readonly account: Account | null;
  private renewal: Promise<string | null> | null = null;

  constructor(
    private readonly owner: OpenIntegration,
    public credentials: OAuthCredentials,
    private readonly tokens: Tokens,
  ) {
    this.settings = owner.settings;
    this.account = owner.account ?? null;
  }

  async token(): Promise<string> {
    const { accessToken } = this.credentials;
    if (!runsOut(this.credentials)) return accessToken;
    try {
      return (await this.renewToken(accessToken)) ?? accessToken;
    } catch (error) {
      // The vendor cannot renew it just now, but it is still good for this call.
      if (error instanceof CrmProblem && error.kind !== 'unauthorized' && !runsOut(this.credentials, 0)) {
        return accessToken;
      }
      throw error;
    }
  }

  async renewToken(refused: string): Promise<string | null> {
    if (this.credentials.accessToken !== refused) return this.credentials.accessToken;
    this.renewal ??= this.renew(refused).finally(() => (this.renewal = null));
    return this.renewal;
  }

  private async renew(refused: string): Promise<string | null> {
    const renewed = await this.tokens.renew(this.owner, refused);
    if (!renewed) return null;
    this.credentials = renewed;
    return renewed.accessToken;
  }
}
