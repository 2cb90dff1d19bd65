import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { Company } from '@integration-queue/shared/company';
import type { MappingProblem } from '@integration-queue/shared/mapping';
import type { Preview, PreviewInput } from '@integration-queue/shared/preview';
import type { ReceiptField } from '@integration-queue/shared/sync';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readCompanies } from '../../companies/sql/read-companies.js';
import { foreseeCompany } from '../../companies/upsert-companies.js';
import { nameRecord } from '../../crm/ambiguous.js';
import type { Connector, CrmRecord, Lookup, Properties } from '../../crm/connector.js';
import { CrmProblem } from '../../crm/errors.js';
import { AppProblem, notFound } from '../../ops/app-problem.js';
import { recordKey } from '../../syncs/record-key.js';
import type { Actor } from '../../workspaces/actor.js';
import { ConnectorSource } from '../connector-source.js';
import { readStored } from '../sql/read-integrations.js';
import { applyMapping, type MappedField, type SourceRecord } from './apply.js';
import { checkValues } from './check-values.js';
import { optionFields, withOptionsApart } from './chosen-options.js';
import { MappingsService } from './mappings.service.js';
import { writeReceipt } from './receipt.js';

/** A key no record has: an inline company that is not stored yet is looked for by its domain alone. */
const NO_KEY = '00000000-0000-7000-8000-000000000000';

/** Shows what a send would write, field by field, without sending it. */
@Injectable()
export class PreviewService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ConnectorSource) private readonly connectors: ConnectorSource,
    @Inject(MappingsService) private readonly mappings: MappingsService,
  ) {}

  /** All the CRM is asked takes no longer than a person waits. Throws `not_found`, `crm_unreachable` or `connection_refused`. */
  async preview(actor: Actor, integrationId: string, object: SyncObject, input: PreviewInput): Promise<Preview> {
    const patience = AbortSignal.timeout(this.mappings.patienceMs);
    const rows = input.rows ?? (await this.mappings.get(actor, integrationId, object)).rows;
    const { items: schema } = await this.mappings.fields(actor, integrationId, object, patience);
    const labels = new Map(schema.map(({ name, label }) => [name, label]));
    const company = await this.companyOf(actor, input);
    const stored = await readStored(this.database, actor.workspaceId, integrationId);
    const connector = this.connectors.of(stored);
    const lookup = await this.lookup(actor, integrationId, object, { company, input });
    // A field the CRM does not have would make it refuse the question.
    const wanted = rows.map(({ target }) => target).filter((target) => labels.has(target));
    const found = lookup ? await find(connector, object, lookup, { wanted, patience }) : [];
    const [there] = found.length === 1 ? found : [];
    const record =
      object === 'company' ? company : { ...input[object], company: await this.linked(integrationId, company) };
    const options = optionFields(schema);
    const before = withOptionsApart(there?.properties, options);
    const mapped = applyMapping(rows, record, before, options);
    return {
      record: there ? { id: there.id, url: connector.recordUrl(object, there.id) } : null,
      candidates: found.length > 1 ? found.map((one) => candidate(one, object, connector)) : [],
      fields: expect(mapped, before).map((field) => ({
        ...field,
        label: labels.get(field.target) ?? field.label,
      })),
      problems: allProblems(checkMapping(object, rows, schema), checkValues(mapped, schema, before)),
    };
  }

  private async companyOf({ workspaceId }: Actor, { companyId, company }: PreviewInput): Promise<SourceRecord> {
    if (company) return foreseeCompany(this.database.manager, workspaceId, company);
    if (companyId === undefined) throw notFound('company');
    const known = (await readCompanies(this.database, workspaceId, [companyId])).get(companyId);
    if (!known) throw notFound('company');
    return known;
  }

  /**
   * How the record a send would go to is looked for, by our link, our key or the company's domain. Null for a deal or task
   * without an `externalId`: each send of it makes a record of its own.
   */
  private async lookup(
    { workspaceId }: Actor,
    integrationId: string,
    object: SyncObject,
    { company, input: { deal, task } }: { company: SourceRecord; input: PreviewInput },
  ): Promise<Lookup | null> {
    const { id = NO_KEY, domain } = company as Partial<Company>;
    const key = recordKey(workspaceId, { id: NO_KEY, object, company: { id }, deal, task });
    if (object !== 'company' && key === NO_KEY) return null;
    const crmId = await this.link(integrationId, object, key);
    const byDomain = object === 'company' && domain !== undefined;
    return { key, mayBeOurs: true, ...(crmId ? { crmId } : {}), ...(byDomain ? { domain } : {}) };
  }

  /** The company of a deal or task with its record in the CRM, to which it would be attached. */
  private async linked(integrationId: string, company: SourceRecord): Promise<SourceRecord> {
    return { ...company, crmId: await this.link(integrationId, 'company', (company as Partial<Company>).id ?? NO_KEY) };
  }

  /** Keys are the workspace's own, and so is the integration by now. */
  private async link(integrationId: string, object: SyncObject, key: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ crmId: string }[]>(
      'select crm_id as "crmId" from crm_record where integration_id = $1 and object = $2 and record_key = $3',
      [integrationId, object, key],
    );
    return row?.crmId;
  }
}

async function find(
  connector: Connector,
  object: SyncObject,
  lookup: Lookup,
  { wanted, patience }: { wanted: string[]; patience: AbortSignal },
): Promise<CrmRecord[]> {
  try {
    const [found] = await connector.find(object, [lookup], patience, wanted);
    return found?.records ?? [];
  } catch (error) {
    if (!(error instanceof CrmProblem)) throw error;
    throw new AppProblem(error.kind === 'unauthorized' ? 'connection_refused' : 'crm_unreachable', error.message);
  }
}

/** A receipt of what would be, as if the CRM stored what it is sent. */
function expect(mapped: MappedField[], before: Properties | undefined): ReceiptField[] {
  const after = { ...before };
  for (const { target, value } of mapped) if (value !== undefined) after[target] = value;
  return writeReceipt(mapped, before, after);
}

function candidate(record: CrmRecord, object: SyncObject, connector: Connector): Preview['candidates'][number] {
  return { ...nameRecord(record), url: connector.recordUrl(object, record.id) };
}

/** What is wrong with a row is not said once more of the value it makes. */
function allProblems(ofRows: MappingProblem[], ofValues: MappingProblem[]): MappingProblem[] {
  const told = new Set(ofRows.map(({ target }) => target));
  return [...ofRows, ...ofValues.filter(({ target }) => !told.has(target))];
}
