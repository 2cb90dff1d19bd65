import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AddressGuard } from '../crm/address-guard.js';
import type { Connector } from '../crm/connector.js';
import { CrmHttp } from '../crm/http.js';
import { type Mask, maskOf } from '../crm/masking.js';
import { crmProvider } from '../crm/providers.js';
import { ENV, type Env } from '../env.js';
import { connectionOf, type OpenIntegration } from './connection.js';
import { Vault } from '../ops/vault.js';
import { OAuthApps } from './oauth/oauth-apps.js';
import { TokenEndpoint } from './oauth/token-endpoint.js';
import type { StoredIntegration } from './sql/read-integrations.js';
import { Tokens } from './tokens.js';

/** Connectors for the API's own questions to a CRM: test, schema, preview. Opens and seals credentials. */
@Injectable()
export class ConnectorSource {
  readonly apps: OAuthApps;
  readonly endpoint: TokenEndpoint;
  private readonly vault: Vault;
  private readonly http: CrmHttp;
  private readonly tokens: Tokens;
  private readonly masks = new WeakMap<Connector, Mask>();

  constructor(@Inject(ENV) env: Env, @Inject(DataSource) database: DataSource) {
    this.vault = new Vault(env.SECRET_KEYS);
    this.http = new CrmHttp(new AddressGuard(env.ALLOWED_ADDRESSES));
    this.apps = new OAuthApps(env);
    this.endpoint = new TokenEndpoint(this.http);
    this.tokens = new Tokens(database, this.vault, this.apps, this.endpoint);
  }

  /** A connector with credentials that are open already, for a connection that is not stored yet. */
  with(integration: OpenIntegration): Connector {
    const connection = connectionOf(integration, this.tokens);
    const connector = crmProvider(integration.provider).create(connection, this.http);
    this.masks.set(
      connector,
      maskOf(() => connection.credentials),
    );
    return connector;
  }

  of(stored: StoredIntegration): Connector {
    return this.with({ ...stored, credentials: this.open(stored) });
  }

  /** Hides the secrets of a connector of ours in what its CRM said. */
  maskOf(connector: Connector): Mask {
    return this.masks.get(connector) ?? maskOf(() => ({}));
  }

  seal(workspaceId: string, integrationId: string, credentials: Record<string, string>): string {
    return this.vault.seal(credentials, { workspaceId, id: integrationId });
  }

  open({ id, workspaceId, credentials }: StoredIntegration): Record<string, string> {
    return credentials === null ? {} : this.vault.open(credentials, { workspaceId, id });
  }
}
