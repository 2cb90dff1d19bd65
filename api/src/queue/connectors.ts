import type { Connector } from '../crm/connector.js';
import type { CrmHttp } from '../crm/http.js';
import { type Mask, maskOf } from '../crm/masking.js';
import { crmProvider } from '../crm/providers.js';
import { connectionOf } from '../integrations/connection.js';
import type { VaultOwner, Vault } from '../ops/vault.js';
import type { Tokens } from '../integrations/tokens.js';
import type { HeldIntegration } from './sql/take-lease.js';

/** The part of an integration a connector is made from. */
export type StoredConnection = Pick<
  HeldIntegration,
  'id' | 'workspaceId' | 'provider' | 'settings' | 'credentials' | 'account'
>;

/** Connectors kept between ticks, so that what one learned (a budget, a schema) is not learned again. */
const MOST_KEPT = 1_000;

/** Their key is gone, or they are not this integration's. */
export class UnopenedCredentials extends Error {}

/** Makes connectors from stored integrations. Credentials are opened here and nowhere else in the queue. */
export class Connectors {
  private readonly kept = new Map<string, { made: string; connector: Connector; mask: Mask }>();

  constructor(
    private readonly vault: Vault,
    private readonly http: CrmHttp,
    private readonly tokens: Tokens | null = null,
  ) {}

  /** Throws `UnopenedCredentials` where they cannot be opened. */
  of(stored: StoredConnection): Connector {
    const { id, workspaceId, provider, settings, credentials, account } = stored;
    const made = JSON.stringify([settings, credentials, account]);
    const known = this.kept.get(id);
    if (known?.made === made) return known.connector;
    const opened = credentials === null ? {} : this.open(credentials, { workspaceId, id });
    const connection = connectionOf({ ...stored, credentials: opened }, this.tokens);
    const connector = crmProvider(provider).create(connection, this.http);
    if (this.kept.size >= MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(id, { made, connector, mask: maskOf(() => connection.credentials) });
    return connector;
  }

  /** Hides the secrets of an integration whose connector was made. */
  maskOf(integrationId: string): Mask {
    return this.kept.get(integrationId)?.mask ?? maskOf(() => ({}));
  }

  private open(credentials: string, owner: VaultOwner): Record<string, string> {
    try {
      return this.vault.open(credentials, owner);
    } catch (cause) {
      throw new UnopenedCredentials('The stored credentials can no longer be opened', { cause });
    }
  }
}
