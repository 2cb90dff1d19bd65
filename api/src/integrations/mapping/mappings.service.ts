import { checkMapping } from '@integration-queue/shared/check-mapping';
import type {
  CrmField,
  Mapping,
  MappingInput,
  MappingProblem,
  MappingRow,
  MappingVersions,
  MappingVersionsQuery,
} from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CrmProblem } from '../../crm/errors.js';
import { AppProblem, notFound } from '../../ops/app-problem.js';
import { decodeCursor, encodeCursor } from '../../ops/cursor.js';
import { Doorbell } from '../../queue/doorbell.js';
import type { Actor } from '../../workspaces/actor.js';
import { audit } from '../../workspaces/audit.js';
import { ConnectorSource } from '../connector-source.js';
import { clearAttention } from '../health.js';
import { keepSchema } from '../kept-schema/kept-schema.js';
import { keepFindings } from '../schema-watch/findings.js';
import { expectChangedSchema } from '../schema-watch/sql/due-check.js';
import { readIntegration, readStored } from '../sql/read-integrations.js';
import { readMappings } from './sql/read-mappings.js';

/** Complaints that a saved mapping answers, unless it has the same problem still. */
const MAPPING_CODES = ['mapping_broken', 'unknown_field', 'read_only_field'];

/** Field mappings: versioned, checked against the CRM's live schema. */
@Injectable()
export class MappingsService {
  /** How long a person waits for what the CRM has to be asked. */
  patienceMs = 15_000;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** The CRM's live schema, which is kept. Throws `crm_unreachable` or `connection_refused`. */
  async fields(
    { workspaceId }: Actor,
    integrationId: string,
    object: SyncObject,
    patience = AbortSignal.timeout(this.patienceMs),
  ): Promise<{ items: CrmField[] }> {
    const stored = await readStored(this.database, workspaceId, integrationId);
    try {
      const items = await this.connectors.of(stored).fields(object, patience);
      await keepSchema(this.database, integrationId, object, items);
      return { items };
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      throw new AppProblem(error.kind === 'unauthorized' ? 'connection_refused' : 'crm_unreachable', error.message);
    }
  }

  async get({ workspaceId }: Actor, integrationId: string, object: SyncObject): Promise<Mapping> {
    await readIntegration(this.database, workspaceId, integrationId);
    return this.newest(this.database.manager, integrationId, object);
  }

  /** Every version, newest first, with who saved it and when; page by page. Throws `invalid_cursor`. */
  async versions(
    { workspaceId }: Actor,
    integrationId: string,
    object: SyncObject,
    { limit, cursor }: MappingVersionsQuery,
  ): Promise<MappingVersions> {
    await readIntegration(this.database, workspaceId, integrationId);
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const found = await readMappings(this.database, integrationId, object, { limit: limit + 1, before });
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(({ mapping }) => mapping),
      nextCursor: last ? encodeCursor(last.id) : null,
    };
  }

  /** Saves a new version with what is wrong in it. Entries that wait use it from now on. Throws `mapping_version_changed`. */
  async save(
    actor: Actor,
    integrationId: string,
    object: SyncObject,
    { rows, version: madeFrom }: MappingInput,
  ): Promise<Mapping> {
    const integration = await readIntegration(this.database, actor.workspaceId, integrationId);
    const fields = await this.fields(actor, integrationId, object).then(
      ({ items }) => items,
      () => null,
    );
    const problems = checkMapping(object, rows, fields);
    const mapping = await this.database.transaction(async (transaction) => {
      await transaction.query('select 1 from integration where id = $1 for update', [integrationId]);
      const { version } = await this.newest(transaction, integrationId, object);
      if (madeFrom !== undefined && madeFrom !== version)
        throw new AppProblem('mapping_version_changed', `Version ${version} is in force, not ${madeFrom}`);
      await this.insert(transaction, actor, { integrationId, object, version: version + 1, rows, problems });
      if (fields) await keepFindings(transaction, integrationId, new Map([[object, fields]]));
      else await expectChangedSchema(transaction, integrationId, 'refused');
      await audit(transaction, actor, {
        action: 'mapping.saved',
        targetKind: 'integration',
        targetId: integrationId,
        details: { object, version: version + 1 },
      });
      const isMended = !problems.some(({ code }) => MAPPING_CODES.includes(code));
      if (isMended && MAPPING_CODES.includes(integration.error_code ?? ''))
        await clearAttention(transaction, integrationId);
      return this.newest(transaction, integrationId, object);
    });
    await this.doorbell.ring(integration.provider, integrationId);
    return mapping;
  }

  /** The first version, when an integration is connected. */
  async start(
    transaction: EntityManager,
    actor: Actor,
    integrationId: string,
    object: SyncObject,
    rows: MappingRow[],
  ): Promise<void> {
    await this.insert(transaction, actor, { integrationId, object, version: 1, rows, problems: [] });
  }

  private async insert(
    transaction: EntityManager,
    actor: Actor,
    {
      integrationId,
      object,
      version,
      rows,
      problems,
    }: { integrationId: string; object: SyncObject; version: number; rows: MappingRow[]; problems: MappingProblem[] },
  ): Promise<void> {
    await transaction.query(
      `insert into mapping (id, workspace_id, integration_id, object, version, rows, problems, saved_by, saved_by_key)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        uuidv7(),
        actor.workspaceId,
        integrationId,
        object,
        version,
        JSON.stringify(rows),
        JSON.stringify(problems),
        actor.kind === 'member' ? actor.id : null,
        actor.kind === 'api_key' ? actor.id : null,
      ],
    );
  }

  private async newest(database: EntityManager, integrationId: string, object: SyncObject): Promise<Mapping> {
    const [newest] = await readMappings(database, integrationId, object, { limit: 1 });
    if (!newest) throw notFound('mapping');
    return newest.mapping;
  }
}
