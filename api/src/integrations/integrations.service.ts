import type {
  ConnectionTest,
  Integration,
  IntegrationList,
  MappingCheck,
  ProviderInfo,
} from '@integration-queue/shared/integration';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CrmProblem } from '../crm/errors.js';
import { CRM_PROVIDERS } from '../crm/providers.js';
import { AppProblem } from '../ops/app-problem.js';
import { Doorbell } from '../queue/doorbell.js';
import { countSyncs } from '../syncs/sql/count-syncs.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { ConnectorSource } from './connector-source.js';
import { clearAttention, markNeedsAttention, pauseIntegration, resumeIntegration } from './health.js';
import { introduce } from './introduction.js';
import { SchemaWatch } from './schema-watch/schema-watch.js';
import { asIntegration, readIntegration, readIntegrations, readStored } from './sql/read-integrations.js';

/** Time a person waits for a CRM at most. */
const PATIENCE_MS = 15_000;

/** Connected CRM accounts: what is known of them, whether they work, pause and resume. */
@Injectable()
export class IntegrationsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
    @Inject(SchemaWatch) private readonly schemaWatch: SchemaWatch,
  ) {}

  providers(): { items: ProviderInfo[] } {
    return {
      items: CRM_PROVIDERS.map(({ provider, name, objects, oauth, settings }) => ({
        provider,
        name,
        objects,
        oauth: oauth !== false && this.connectors.apps.of(provider) !== null,
        oauthStandIn: this.connectors.apps.of(provider)?.base ?? null,
        settings,
      })),
    };
  }

  async list({ workspaceId }: Actor): Promise<IntegrationList> {
    const [rows, counts] = await Promise.all([
      readIntegrations(this.database, workspaceId),
      countSyncs(this.database, workspaceId),
    ]);
    return { items: rows.map((row) => asIntegration(row, counts)), nextCursor: null };
  }

  async get({ workspaceId }: Actor, id: string): Promise<Integration> {
    const row = await readIntegration(this.database, workspaceId, id);
    return asIntegration(row, await countSyncs(this.database, workspaceId));
  }

  /** Asks the CRM who we are now, and whether all is there that we need; clears what needed attention, or says what does. */
  async test(actor: Actor, id: string): Promise<ConnectionTest> {
    const stored = await readStored(this.database, actor.workspaceId, id);
    try {
      const { account, complaint } = await introduce(this.connectors, {
        ...stored,
        credentials: this.connectors.open(stored),
      });
      await this.database.query('update integration set account = $2 where id = $1', [id, account]);
      const { manager } = this.database;
      await (complaint ? markNeedsAttention(manager, id, complaint) : clearAttention(manager, id));
      await this.doorbell.ring(stored.provider, id);
      const { id: accountId, name } = account;
      return {
        ok: complaint === null,
        account: { id: accountId, name },
        error: complaint,
        integration: await this.get(actor, id),
      };
    } catch (error) {
      if (!(error instanceof AppProblem) || error.code === 'internal') throw error;
      const cause = error.cause instanceof CrmProblem ? error.cause : null;
      const complaint = {
        code: cause?.details.code ?? 'crm_unreachable',
        message: cause?.message ?? error.detail,
        hint: cause?.details.hint ?? '',
      };
      if (cause?.kind === 'unauthorized') await markNeedsAttention(this.database.manager, id, complaint);
      return { ok: false, account: null, error: complaint, integration: await this.get(actor, id) };
    }
  }

  /** Compares the field mappings with the CRM's schema now; what does not fit becomes a warning of the integration. */
  async checkMappings(actor: Actor, id: string): Promise<MappingCheck> {
    const error = await this.schemaWatch.check(actor.workspaceId, id, AbortSignal.timeout(PATIENCE_MS));
    return { ok: error === null, error, integration: await this.get(actor, id) };
  }

  async pause(actor: Actor, id: string): Promise<Integration> {
    return this.switch(actor, id, 'integration.paused', pauseIntegration);
  }

  async resume(actor: Actor, id: string): Promise<Integration> {
    const integration = await this.switch(actor, id, 'integration.resumed', resumeIntegration);
    await this.doorbell.ring(integration.provider, id);
    return integration;
  }

  private async switch(
    actor: Actor,
    id: string,
    action: string,
    change: typeof pauseIntegration,
  ): Promise<Integration> {
    await readStored(this.database, actor.workspaceId, id);
    await this.database.transaction(async (transaction) => {
      await change(transaction, id);
      await audit(transaction, actor, { action, targetKind: 'integration', targetId: id });
    });
    return this.get(actor, id);
  }
}
