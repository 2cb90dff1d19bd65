import type {
  Company,
  CompanyChange,
  CompanyCrmState,
  CompanyInput,
  CompanyPage,
  CompanyQuery,
} from '@integration-queue/shared/company';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { againOnDeadlock } from '../ops/again-on-deadlock.js';
import { notFound } from '../ops/app-problem.js';
import { decodeCursor, encodeCursor } from '../ops/cursor.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { changeCompany, taken } from './change-company.js';
import { CompanyWatcher } from './company-watcher.js';
import { companyDomain } from './domain.js';
import { companyCrmStates } from './sql/company-crm-states.js';
import { listCompanies, readCompanies } from './sql/read-companies.js';
import { upsertCompanies } from './upsert-companies.js';

/** Company records: the source of what is sent. */
@Injectable()
export class CompaniesService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CompanyWatcher) private readonly watcher: CompanyWatcher,
  ) {}

  async list({ workspaceId }: Actor, query: CompanyQuery): Promise<CompanyPage> {
    const { q, domain: address, integrationId, crmId, limit, cursor } = query;
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const domain = address === undefined ? undefined : companyDomain(address);
    if (domain === null) return { items: [], nextCursor: null };
    const found = await listCompanies(this.database, workspaceId, {
      q,
      domain,
      record: integrationId === undefined || crmId === undefined ? undefined : { integrationId, crmId },
      after,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? encodeCursor(items.at(-1)!.id) : null };
  }

  async get({ workspaceId }: Actor, id: string): Promise<Company> {
    const company = (await readCompanies(this.database, workspaceId, [id])).get(id);
    if (!company) throw notFound('company');
    return company;
  }

  /** Creates a company, or updates the one it is found to be. Throws `domain_taken`. */
  async upsert(actor: Actor, input: CompanyInput): Promise<{ created: boolean; company: Company }> {
    let ring = (): Promise<void> => Promise.resolve();
    const write = async (transaction: EntityManager) => {
      const result = (await upsertCompanies(transaction, actor.workspaceId, [input]))[0]!;
      if ('conflict' in result) throw taken('domain_taken', result.other.domain!, result.other);
      const { id, company, outcome } = result;
      if (outcome !== 'unchanged') {
        const action = outcome === 'created' ? 'company.created' : 'company.changed';
        const details = { fields: Object.keys(input) };
        await audit(transaction, actor, { action, targetKind: 'company', targetId: id, details });
        ring = await this.watcher.companiesChanged(transaction, actor.workspaceId, [company]);
      }
      return { created: outcome === 'created', company };
    };
    const upserted = await againOnDeadlock(() => this.database.transaction(write));
    await ring();
    return upserted;
  }

  /** Absent leaves, null clears. Throws `domain_taken` or `external_id_taken`. */
  async change(actor: Actor, id: string, change: CompanyChange): Promise<Company> {
    let ring = (): Promise<void> => Promise.resolve();
    const write = async (transaction: EntityManager) => {
      const isDifferent = await changeCompany(transaction, actor.workspaceId, id, change);
      if (!isDifferent) return;
      const details = { fields: Object.keys(change) };
      await audit(transaction, actor, { action: 'company.changed', targetKind: 'company', targetId: id, details });
      const company = (await readCompanies(transaction, actor.workspaceId, [id])).get(id)!;
      ring = await this.watcher.companiesChanged(transaction, actor.workspaceId, [company]);
    };
    await againOnDeadlock(() => this.database.transaction(write));
    await ring();
    return this.get(actor, id);
  }

  async crmStates(actor: Actor, id: string): Promise<{ items: CompanyCrmState[] }> {
    await this.get(actor, id);
    return { items: await companyCrmStates(this.database, actor.workspaceId, id) };
  }
}
