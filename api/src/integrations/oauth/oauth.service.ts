import type { OAuthStart, OAuthStartInput } from '@integration-queue/shared/integration';
import type { Role } from '@integration-queue/shared/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CrmProblem } from '../../crm/errors.js';
import { crmProvider } from '../../crm/providers.js';
import { ENV, type Env } from '../../env.js';
import { AppProblem } from '../../ops/app-problem.js';
import { type Actor, scopesOf } from '../../workspaces/actor.js';
import { ConnectorSource } from '../connector-source.js';
import { ConnectionsService } from '../connections.service.js';
import { readIntegration } from '../sql/read-integrations.js';
import type { OAuthEnd } from './end-page.js';
import { endpointOf, type OAuthApp } from './oauth-apps.js';
import { type BegunConnection, challengeOf, keepState, newVerifier, redeemState } from './states.js';
import type { Granted } from './token-endpoint.js';

/** What a vendor sends a person back with. */
export interface CallbackQuery {
  state?: string;
  code?: string;
  error?: string;
  error_description?: string;
}

/** Connects CRM accounts by OAuth: sends a person to the vendor, and takes in what they bring back. */
@Injectable()
export class OAuthService {
  private readonly redirectUri: string;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
    @Inject(ConnectionsService) private readonly connections: ConnectionsService,
    @Inject(ENV) env: Env,
  ) {
    this.redirectUri = `${env.PUBLIC_URL.replace(/\/+$/, '')}/v1/oauth/callback`;
  }

  /** Where a person goes to connect an account that is not connected yet. */
  start(actor: Actor, { provider, name, settings = {} }: OAuthStartInput): Promise<OAuthStart> {
    return this.begin(actor, { provider, name, settings, integrationId: null });
  }

  /** Where a person goes to connect an account again. Throws `not_found`. */
  async restart(actor: Actor, id: string): Promise<OAuthStart> {
    const { provider, name, settings } = await readIntegration(this.database, actor.workspaceId, id);
    return this.begin(actor, { provider, name, settings, integrationId: id });
  }

  /** Takes in what a person comes back with. Whatever happens, they are told how it ended. */
  async finish({ state = '', code, error, error_description: description }: CallbackQuery): Promise<OAuthEnd> {
    const begun = await redeemState(this.database, state);
    const app = begun && this.connectors.apps.of(begun.provider);
    if (!begun || !app) return { kind: 'over' };
    const crm = app.name;
    if (error !== undefined) return { kind: 'denied', crm, said: description ?? error };
    const person = await this.readMember(begun);
    if (!person) return { kind: 'not_allowed', crm };
    if (code === undefined) return { kind: 'failed', crm, said: `${crm} sent no code along.` };
    try {
      const { redirectUri } = this;
      const { verifier, settings } = begun;
      const granted = await this.connectors.endpoint.exchange(app, { code, redirectUri, verifier, settings });
      const { account, error: complaint } = await this.connect(person.actor, begun, granted);
      const todo = complaint && `${complaint.message}. ${complaint.hint}`;
      return { kind: 'connected', crm, account: account?.name ?? begun.name, workspace: person.workspace, todo };
    } catch (failure) {
      if (failure instanceof AppProblem) return { kind: 'failed', crm, said: failure.detail };
      if (!(failure instanceof CrmProblem)) throw failure;
      return { kind: 'failed', crm, said: `${failure.message}.` };
    }
  }

  private async begin(actor: Actor, wanted: Omit<BegunConnection, 'workspaceId' | 'memberId' | 'verifier'>) {
    if (actor.kind !== 'member') throw new AppProblem('forbidden', 'Only a person who is signed in can be let in');
    const { provider, settings } = wanted;
    const app = this.connectors.apps.of(provider);
    if (!app) {
      const { name, oauth } = crmProvider(provider);
      const reason = oauth
        ? `this server has no app there: set ${this.connectors.apps.variablesOf(provider)}`
        : 'connect it with its token or key';
      throw new AppProblem('conflict', `${name} cannot be connected by OAuth here; ${reason}`);
    }
    const verifier = app.definition.pkce ? newVerifier() : null;
    const { workspaceId, id: memberId } = actor;
    const state = await keepState(this.database, { ...wanted, workspaceId, memberId, verifier });
    return { url: this.authorizeUrl(app, settings, state, verifier) };
  }

  private authorizeUrl(
    app: OAuthApp,
    settings: Record<string, string>,
    state: string,
    verifier: string | null,
  ): string {
    const { clientId, definition } = app;
    const url = new URL(endpointOf(app, definition.authorizeUrl, settings));
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: this.redirectUri,
      state,
      ...(definition.scopes.length > 0 ? { scope: definition.scopes.join(' ') } : {}),
      ...(verifier === null ? {} : { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }),
      ...definition.authorizeParameters,
    }).toString();
    return url.href;
  }

  private connect(actor: Actor, begun: BegunConnection, { credentials, settings, endsAt }: Granted) {
    const { provider, name, integrationId } = begun;
    const all = { ...begun.settings, ...settings };
    const accessEndsAt = endsAt?.toISOString() ?? null;
    return integrationId === null
      ? this.connections.add(actor, { provider, name, settings: all, credentials, accessEndsAt })
      : this.connections.reconnect(actor, integrationId, { settings: all, credentials, accessEndsAt });
  }

  /** Who began it, if they may still connect CRMs there, and what their workspace is called. */
  private async readMember({ workspaceId, memberId }: BegunConnection) {
    const [row] = await this.database.query<{ name: string; role: Role; workspace: string }[]>(
      `select m.name, m.role, w.name as workspace from member m join workspace w on w.id = m.workspace_id
       where m.id = $1 and m.workspace_id = $2 and m.removed_at is null`,
      [memberId, workspaceId],
    );
    const scopes = row ? scopesOf(row.role) : [];
    if (!row || !scopes.includes('integrations:admin')) return null;
    const { name, role, workspace } = row;
    const actor: Actor = {
      kind: 'member',
      id: memberId,
      name,
      workspaceId,
      role,
      scopes,
      expiresAt: null,
      sessionId: null,
    };
    return { actor, workspace };
  }
}
