import type { Company } from '@integration-queue/shared/company';
import type { DataSource, EntityManager } from 'typeorm';

/** A company in the contract's shape. */
export const COMPANY_JSON = `jsonb_strip_nulls(c.data || jsonb_build_object('id', c.id, 'externalId', c.external_id, 'name', c.name,
  'domain', c.domain, 'createdAt', to_char(c.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'updatedAt', to_char(c.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as company`;

/** Companies of this workspace by id. */
export async function readCompanies(
  database: DataSource | EntityManager,
  workspaceId: string,
  ids: string[],
): Promise<Map<string, Company>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<{ company: Company }[]>(
    `select ${COMPANY_JSON} from company c where c.workspace_id = $1 and c.id = any($2)`,
    [workspaceId, ids],
  );
  return new Map(rows.map(({ company }) => [company.id, company]));
}

/** A page of companies, newest first; `q` is looked for in name and domain, `record` is one they are linked to in a CRM. */
export async function listCompanies(
  database: DataSource,
  workspaceId: string,
  {
    q,
    domain,
    record,
    after,
    limit,
  }: {
    q?: string | undefined;
    domain?: string | undefined;
    record?: { integrationId: string; crmId: string } | undefined;
    after: string | null;
    limit: number;
  },
): Promise<Company[]> {
  const parameters: unknown[] = [workspaceId];
  const conditions = ['c.workspace_id = $1'];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  if (q) add(q.toLowerCase(), (p) => `(strpos(lower(c.name), ${p}) > 0 or strpos(c.domain, ${p}) > 0)`);
  if (domain !== undefined) add(domain, (p) => `c.domain = ${p}`);
  if (record !== undefined) {
    parameters.push(record.integrationId, record.crmId);
    conditions.push(`c.id in (select r.record_key::uuid from crm_record r where r.workspace_id = $1 and r.object = 'company'
      and r.integration_id = $${parameters.length - 1} and r.crm_id = $${parameters.length})`);
  }
  if (after !== null) add(after, (p) => `c.id < ${p}`);
  parameters.push(limit);
  const rows = await database.query<{ company: Company }[]>(
    `select ${COMPANY_JSON} from company c where ${conditions.join(' and ')} order by c.id desc limit $${parameters.length}`,
    parameters,
  );
  return rows.map(({ company }) => company);
}
