import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { CrmRecord, Properties } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { rowLeftOut, rowRefused } from '../failures.js';
import type { HubspotApi } from './api.js';
import { paths } from './objects.js';
import type { HubspotError } from './errors.js';

/**
 * HubSpot links records by calls of their own. To people and mappings the link from a deal or task to its company is a
 * field like any other; no property of HubSpot can have this name.
 */
export const COMPANY_LINK = 'association:company';

/** Most records whose links one call tells. */
const MOST_READ = 1_000;

interface Link {
  /** Id of the deal or task. */
  id: string;
  companyId: string;
}

/** A row's own values, and its link if it has one. */
export function splitLink(properties: Properties): { own: Properties; companyId: string | null } {
  const { [COMPANY_LINK]: link, ...own } = properties;
  return { own, companyId: typeof link === 'string' && link !== '' ? link : null };
}

/**
 * Links records to companies; a link that is there already stays. Answers what went wrong, by the record's id. Linking
 * twice is harmless, so a call that failed is simply made again with its rows.
 */
export async function linkToCompanies(
  api: HubspotApi,
  object: SyncObject,
  links: Link[],
  signal: AbortSignal,
): Promise<Map<string, CrmProblem>> {
  const problems = new Map<string, CrmProblem>();
  if (links.length === 0) return problems;
  const { results = [], errors = [] } = await api.call<{ results?: LinkResult[]; errors?: HubspotError[] }>(
    'POST',
    paths.associations(object, 'company', '/associate/default'),
    signal,
    { inputs: links.map(({ id, companyId }) => ({ from: { id }, to: { id: companyId } })) },
  );
  const linked = new Set(results.map(({ fromObjectId, from }) => String(fromObjectId ?? from?.id)));
  for (const { id } of links) {
    const error = errors.find(({ context }) => context?.['fromObjectId']?.includes(id));
    if (error) problems.set(id, notLinked(object, error));
    else if (!linked.has(id)) problems.set(id, errors.length > 0 ? notLinked(object, errors[0]!) : rowLeftOut());
  }
  return problems;
}

/** Adds the link to records of deals or tasks; those that have none say that it is missing. */
export async function readLinks(
  api: HubspotApi,
  object: SyncObject,
  records: CrmRecord[],
  signal: AbortSignal,
): Promise<CrmRecord[]> {
  const companies = new Map<string, string>();
  for (let start = 0; start < records.length; start += MOST_READ) {
    const inputs = records.slice(start, start + MOST_READ).map(({ id }) => ({ id }));
    const path = paths.associations(object, 'company', '/read');
    const { results = [] } = await api.call<{ results?: ReadResult[] }>('POST', path, signal, { inputs });
    for (const { from, to } of results) {
      const first = to?.[0]?.toObjectId;
      if (from?.id !== undefined && first !== undefined) companies.set(String(from.id), String(first));
    }
  }
  return records.map((record) => {
    const link = companies.get(record.id) ?? null;
    const properties = { ...record.properties, [COMPANY_LINK]: link };
    return { ...record, properties, ...(link === null ? { missing: [COMPANY_LINK] } : {}) };
  });
}

interface LinkResult {
  fromObjectId?: string | number;
  from?: { id?: string | number };
}

interface ReadResult {
  from?: { id?: string | number };
  to?: { toObjectId?: string | number }[];
}

function notLinked(object: SyncObject, { message }: HubspotError): CrmProblem {
  const { kind, details } = rowRefused('refused_by_crm', {
    field: COMPANY_LINK,
    ...(message ? { crmMessage: message } : {}),
  });
  return new CrmProblem(kind, {
    ...details,
    message: `The ${object} is in HubSpot, but could not be linked to its company`,
    hint: 'Send the company again, then retry',
  });
}
