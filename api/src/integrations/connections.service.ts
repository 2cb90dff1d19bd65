import type { Integration, IntegrationChange, IntegrationInput } from '@integration-queue/shared/integration';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { crmProvider } from '../crm/providers.js';
import { announceChange } from '../events/notify.js';
import { Doorbell } from '../queue/doorbell.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { ConnectorSource } from './connector-source.js';
import { clearAttention, markNeedsAttention } from './health.js';
import { IntegrationsService } from './integrations.service.js';
import { introduce } from './introduction.js';
import { forgetSchemas } from './kept-schema/kept-schema.js';
import { MappingsService } from './mapping/mappings.service.js';
import { checkChange, checkConnection } from './needed-settings.js';
import { endSyncs } from './sql/end-syncs.js';
import { readStored } from './sql/read-integrations.js';
import { withoutTokens } from './tokens.js';

/** An account to connect. */
type NewIntegration = Required<Pick<IntegrationInput, 'provider' | 'name' | 'settings' | 'credentials'>> & {
  holdSeconds?: number | undefined;
  /** ISO 8601; null where nobody knows, absent where that does not change. */
  accessEndsAt?: string | null | undefined;
};

/** Connects CRM accounts, changes how they are connected, and disconnects them. */
@Injectable()
export class ConnectionsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
    @Inject(MappingsService) private readonly mappings: MappingsService,
    @Inject(IntegrationsService) private readonly integrations: IntegrationsService,
  ) {}

  /** Connects an account with its token or key. Throws `connection_refused` with the CRM's words. */
  async connect(actor: Actor, input: IntegrationInput): Promise<Integration> {
    const { provider, settings = {}, credentials = {} } = input;
    checkConnection(crmProvider(provider).settings, settings, credentials);
    return this.add(actor, { ...input, settings, credentials });
  }

  /**
   * Connects an account: it is asked who we are, and what we need there is created, before anything is stored. What an
   * admin has to create is told as what the new integration needs. Throws `connection_refused` with the CRM's words.
   */
  async add(
    actor: Actor,
    { provider, name, settings, credentials, holdSeconds = 5, accessEndsAt }: NewIntegration,
  ): Promise<Integration> {
    const id = uuidv7();
    const { workspaceId } = actor;
    const { account, complaint } = await introduce(this.connectors, {
      id,
      workspaceId,
      provider,
      settings,
      credentials,
    });
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `insert into integration (id, workspace_id, provider, name, settings, credentials, account, hold_seconds, access_ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          workspaceId,
          provider,
          name,
          settings,
          this.connectors.seal(workspaceId, id, credentials),
          account,
          holdSeconds,
          accessEndsAt ?? null,
        ],
      );
      if (complaint) await markNeedsAttention(transaction, id, complaint);
      const { objects, defaultMapping } = crmProvider(provider);
      for (const object of objects) await this.mappings.start(transaction, actor, id, object, defaultMapping(object));
      await this.announce(transaction, actor, id);
      await audit(transaction, actor, {
        action: 'integration.connected',
        targetKind: 'integration',
        targetId: id,
        details: { provider, name },
      });
    });
    return this.integrations.get(actor, id);
  }

  /** New credentials or settings are tried before they replace the old ones, and clear what needed attention. */
  async change(
    actor: Actor,
    id: string,
    { name, settings, credentials, holdSeconds, accessEndsAt }: IntegrationChange,
  ): Promise<Integration> {
    if (settings !== undefined || credentials !== undefined) {
      const stored = await readStored(this.database, actor.workspaceId, id);
      checkChange(crmProvider(stored.provider).settings, stored.settings, settings ?? {}, credentials);
      const opened = this.connectors.open(stored);
      // A token given by hand takes the place of what OAuth brought.
      const kept = credentials?.['token'] ? withoutTokens(opened) : opened;
      await this.reconnect(actor, id, {
        settings: settings ?? {},
        credentials: { ...kept, ...credentials },
        // What was known of the old token's end does not hold for another.
        ...(Object.keys(credentials ?? {}).length === 0 ? {} : { accessEndsAt: accessEndsAt ?? null }),
      });
    }
    await this.database.transaction(async (transaction) => {
      await readStored(transaction, actor.workspaceId, id);
      if (name === undefined && holdSeconds === undefined && accessEndsAt === undefined) return;
      await transaction.query(
        `update integration set name = coalesce($3, name), hold_seconds = coalesce($4, hold_seconds),
           access_ends_at = case when $5 then $6 else access_ends_at end
         where workspace_id = $1 and id = $2`,
        [actor.workspaceId, id, name ?? null, holdSeconds ?? null, accessEndsAt !== undefined, accessEndsAt ?? null],
      );
      await this.announce(transaction, actor, id);
      await audit(transaction, actor, {
        action: 'integration.changed',
        targetKind: 'integration',
        targetId: id,
        details: { name, holdSeconds, accessEndsAt },
      });
    });
    return this.integrations.get(actor, id);
  }

  /** Connects an integration again with these credentials in place of its own; `settings` are laid over its own. */
  async reconnect(
    actor: Actor,
    id: string,
    { settings, credentials, accessEndsAt }: Pick<NewIntegration, 'settings' | 'credentials' | 'accessEndsAt'>,
  ): Promise<Integration> {
    const stored = await readStored(this.database, actor.workspaceId, id);
    const next = { ...stored, settings: { ...stored.settings, ...settings }, credentials };
    const { account, complaint } = await introduce(this.connectors, next);
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `update integration set settings = $3, credentials = $4, account = $5, 
           access_ends_at = case when $6 then $7 else access_ends_at end
         where workspace_id = $1 and id = $2`,
        [
          actor.workspaceId,
          id,
          next.settings,
          this.connectors.seal(actor.workspaceId, id, credentials),
          account,
          accessEndsAt !== undefined,
          accessEndsAt ?? null,
        ],
      );
      await forgetSchemas(transaction, id);
      await (complaint ? markNeedsAttention(transaction, id, complaint) : clearAttention(transaction, id));
      await this.announce(transaction, actor, id);
      await audit(transaction, actor, {
        action: 'integration.reconnected',
        targetKind: 'integration',
        targetId: id,
        details: { settings },
      });
    });
    await this.doorbell.ring(stored.provider, id);
    return this.integrations.get(actor, id);
  }

  /** Disconnects. What waits for it and what failed is deleted; what was processed stays in the list. */
  async remove(actor: Actor, id: string): Promise<void> {
    await readStored(this.database, actor.workspaceId, id);
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `update integration set deleted_at = now(), status = 'paused', credentials = null where id = $1`,
        [id],
      );
      const syncIds = await endSyncs(transaction, actor.workspaceId, id);
      await this.announce(transaction, actor, id, syncIds);
      await audit(transaction, actor, { action: 'integration.deleted', targetKind: 'integration', targetId: id });
    });
  }

  private announce(
    transaction: EntityManager,
    { workspaceId }: Actor,
    integrationId: string,
    syncIds: string[] = [],
  ): Promise<void> {
    return announceChange((sql, values) => transaction.query(sql, values), {
      workspaceId,
      integrationId,
      syncIds,
      integration: true,
    });
  }
}
