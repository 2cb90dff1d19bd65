import type { MatchList } from '@integration-queue/shared/match';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { companyDomain } from '../companies/domain.js';
import { MOST_CANDIDATES, nameRecord } from '../crm/ambiguous.js';
import { CrmProblem } from '../crm/errors.js';
import { AppProblem } from '../ops/app-problem.js';
import type { Actor } from '../workspaces/actor.js';
import { ConnectorSource } from './connector-source.js';
import { readStored } from './sql/read-integrations.js';

/** Somebody looks at a page meanwhile; a CRM that takes longer is not worth their waiting. */
const PATIENCE_MS = 8_000;
/** A key no record has: what was never sent is looked for by its domain alone. */
const NO_KEY = '00000000-0000-7000-8000-000000000000';

/** Looks in a CRM for companies that were never sent there from here. */
@Injectable()
export class MatchesService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
  ) {}

  /**
   * The records with the domain of a host or address; none where that is no company's own. Throws `not_found`,
   * `crm_unreachable` or `connection_refused`.
   */
  async find({ workspaceId }: Actor, integrationId: string, address: string): Promise<MatchList> {
    const connector = this.connectors.of(await readStored(this.database, workspaceId, integrationId));
    const domain = companyDomain(address);
    if (domain === null) return { items: [] };
    try {
      const lookup = { key: NO_KEY, domain };
      const [found] = await connector.find('company', [lookup], AbortSignal.timeout(PATIENCE_MS));
      const items = (found?.records ?? []).slice(0, MOST_CANDIDATES).map((record) => ({
        ...nameRecord(record),
        url: connector.recordUrl('company', record.id),
      }));
      return { items };
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      throw new AppProblem(error.kind === 'unauthorized' ? 'connection_refused' : 'crm_unreachable', error.message);
    }
  }
}
