import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { CrmRecord, Found, Lookup } from '../connector.js';
import type { CrmAnswer } from '../http.js';
import { matchLookups } from '../match-lookups.js';
import type { Part, SalesforceApi } from './api.js';
import { readCallProblem } from './errors.js';
import { KEY_FIELD, SOBJECTS } from './objects.js';
import { decode, escapeLike, quote } from './values.js';

/** Queries one composite may hold. */
const QUERIES_OF_A_CALL = 5;
/** Values of one query: SOQL ends at 100,000 letters, and a domain is asked for in twelve spellings. */
const IDS_OF_A_QUERY = 500;
const DOMAINS_OF_A_QUERY = 100;
/** So few domains are looked for anywhere in a website; many only in the spellings people use, which costs far less. */
const FEW_DOMAINS = 10;

interface QueryAnswer {
  records?: Record<string, unknown>[];
  nextRecordsUrl?: string;
}

/** Finds records by id, key and website with as few calls as there can be. An account has no domain but its website. */
export async function findRecords(
  api: SalesforceApi,
  object: SyncObject,
  lookups: Lookup[],
  signal: AbortSignal,
  properties: string[],
): Promise<Found[]> {
  const keys = lookups.filter(({ mayBeOurs, domain, crmId }) => mayBeOurs || (!domain && !crmId)).map(({ key }) => key);
  const domains = object === 'company' ? lookups.flatMap(({ domain }) => domain ?? []) : [];
  const conditions = [
    ...chunks(
      lookups.flatMap(({ crmId }) => crmId ?? []),
      IDS_OF_A_QUERY,
    ).map((ids) => isOneOf('Id', ids)),
    ...chunks(keys, IDS_OF_A_QUERY).map((some) => isOneOf(KEY_FIELD, some)),
    ...chunks(domains, DOMAINS_OF_A_QUERY).map((some) => isOnDomain(some)),
  ];
  const names = [...new Set(['Id', KEY_FIELD, ...titles(object), ...properties])];
  const queries = conditions.map(
    (condition) => `SELECT ${names.join(',')} FROM ${SOBJECTS[object].type} WHERE ${condition}`,
  );
  const records: CrmRecord[] = [];
  for (const some of chunks(queries, QUERIES_OF_A_CALL)) {
    const parts = some.map((soql, index): Part => ({
      referenceId: `q${index}`,
      method: 'GET',
      path: `/query?q=${encodeURIComponent(soql)}`,
    }));
    for (const answer of await api.composite(parts, signal)) records.push(...(await readAll(api, answer, signal)));
  }
  return matchLookups(lookups, records, ({ properties: { Website } }) => [Website]);
}

/** All pages of one query's answer. */
async function readAll(api: SalesforceApi, answer: CrmAnswer, signal: AbortSignal): Promise<CrmRecord[]> {
  if (answer.status !== 200) throw readCallProblem(answer);
  let page = answer.body as QueryAnswer;
  const records = [...(page.records ?? [])];
  while (page.nextRecordsUrl) {
    page = await api.call<QueryAnswer>('GET', page.nextRecordsUrl, signal);
    records.push(...(page.records ?? []));
  }
  return records.map(asRecord);
}

function asRecord(record: Record<string, unknown>): CrmRecord {
  const { Id, [KEY_FIELD]: key } = record;
  return { id: String(Id), key: typeof key === 'string' ? key : null, properties: decode(record) };
}

const isOneOf = (field: string, values: string[]) => `${field} IN (${values.map(quote).join(',')})`;

function isOnDomain(domains: string[]): string {
  if (domains.length <= FEW_DOMAINS) {
    return domains.map((domain) => `Website LIKE '%${escapeLike(domain)}%'`).join(' OR ');
  }
  const bases = ['', 'https://', 'http://'].flatMap((scheme) => [scheme, `${scheme}www.`]);
  return isOneOf(
    'Website',
    domains.flatMap((domain) => bases.flatMap((base) => [base + domain, `${base}${domain}/`])),
  );
}

/** What people know a record by, and what a company is matched by. */
function titles(object: SyncObject): string[] {
  return { company: ['Name', 'Website'], deal: ['Name'], task: ['Subject'] }[object];
}

function chunks<T>(values: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
