import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CrmProblem } from '../../crm/errors.js';
import { crmProvider } from '../../crm/providers.js';
import { ConnectorSource } from '../connector-source.js';
import type { Complaint } from '../health.js';
import { keepSchema } from '../kept-schema/kept-schema.js';
import { readStored, type StoredIntegration } from '../sql/read-integrations.js';
import { keepFindings, type Schemas } from './findings.js';
import { endCheck, failCheck, takeDueCheck } from './sql/due-check.js';

/** Nobody waits for a check at night. */
const NIGHTLY_PATIENCE_MS = 120_000;

/**
 * Compares field mappings with the CRMs' live schemas, so that people learn of a removed field before entries fail by it.
 * It only warns: the queue goes on until the CRM itself refuses.
 */
@Injectable()
export class SchemaWatch {
  private readonly log = new Logger('SchemaWatch');

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
  ) {}

  /**
   * Checks the one integration that is due next, if any. At most one is checked at a time, by whichever process. One that
   * is broken off by `stopping` is due again soon.
   */
  async checkNext(stopping: AbortSignal): Promise<void> {
    const due = await takeDueCheck(this.database);
    if (!due) return;
    const patience = AbortSignal.any([stopping, AbortSignal.timeout(NIGHTLY_PATIENCE_MS)]);
    const complaint = await this.check(due.workspaceId, due.id, patience, stopping);
    if (complaint) this.log.warn(`The schema of ${due.id} could not be read: ${complaint.message}`);
  }

  /** Checks one integration now. Answers why the CRM did not tell its schema, or null where it did. Throws `not_found`. */
  async check(
    workspaceId: string,
    integrationId: string,
    patience: AbortSignal,
    stopping?: AbortSignal,
  ): Promise<Complaint | null> {
    const stored = await readStored(this.database, workspaceId, integrationId);
    try {
      const schemas = await this.read(stored, patience);
      await this.database.transaction(async (transaction) => {
        await keepFindings(transaction, integrationId, schemas);
        for (const [object, fields] of schemas) await keepSchema(transaction, integrationId, object, fields);
        await endCheck(transaction, integrationId);
      });
      return null;
    } catch (error) {
      if (stopping?.aborted) return null;
      const complaint = asComplaint(error);
      await failCheck(this.database, integrationId, complaint);
      if (!(error instanceof CrmProblem)) throw error;
      return complaint;
    }
  }

  /** One object after the other: a schema is many kilobytes at the vendor too. Those without fields take any. */
  private async read(stored: StoredIntegration, signal: AbortSignal): Promise<Schemas> {
    const connector = this.connectors.of(stored);
    const schemas: Schemas = new Map<SyncObject, []>();
    for (const object of crmProvider(stored.provider).objects)
      schemas.set(object, await connector.fields(object, signal));
    return schemas;
  }
}

function asComplaint(error: unknown): Complaint {
  if (!(error instanceof CrmProblem)) return { code: 'unexpected_answer', message: 'The check broke off', hint: '' };
  const { code, message, hint = '' } = error.details;
  return { code, message, hint };
}
