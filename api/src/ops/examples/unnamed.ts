import { COMPANY_EXAMPLES } from './companies.js';
import { ID } from './example.js';
import { INTEGRATION } from './integrations.js';
import { SYNC_EXAMPLES } from './syncs.js';

const jsonLines = (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const examples = (named: Record<string, unknown> | undefined) => Object.values(named ?? {});

const events = [
  ['sync', { items: [SYNC_EXAMPLES['Sync']!['Arrived']], deletedIds: [], refetch: false }],
  ['integration', INTEGRATION],
  ['summary', SYNC_EXAMPLES['SyncSummary']!['Of one account']],
] as const;

/** The first columns of an exported file. */
const CSV = `\uFEFFid,status,reason,company,domain\r\n${ID.sync},processed,,Example GmbH,example.com\r\n`;

/** What bodies without a named schema look like: by operation (`…Answer` where it takes one as well), then content type. */
export const BODY_EXAMPLES: Record<string, Record<string, unknown>> = {
  live: { 'application/json': { status: 'ok' } },
  ready: { 'application/json': { status: 'ok' } },
  importCompanies: {
    'text/csv': 'Firma;Website;Land\nExample GmbH;example.com;DE\nMuster AG;muster.example;CH\n',
    'application/x-ndjson': jsonLines(examples(COMPANY_EXAMPLES['CompanyInput'])),
  },
  getImportErrors: { 'application/x-ndjson': jsonLines(examples(COMPANY_EXAMPLES['ImportError'])) },
  streamSyncs: { 'application/x-ndjson': jsonLines(examples(SYNC_EXAMPLES['SyncStreamItem'])) },
  streamSyncsAnswer: { 'application/x-ndjson': jsonLines(examples(SYNC_EXAMPLES['SyncStreamLine'])) },
  exportSyncs: { 'text/csv': CSV },
  exportSelected: { 'text/csv': CSV },
  follow: {
    'text/event-stream': [
      'retry: 2000\n\n',
      ...events.map(
        ([event, data], index) => `id: 176991480000000${index}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      ),
      ': still here\n\n',
    ].join(''),
  },
  metrics: { 'text/plain': '# TYPE sync_pending gauge\nsync_pending 3\n' },
  finishOAuth: { 'text/html': '<!doctype html><title>Connected</title>' },
};

/** Values of parameters, by name. */
export const PARAMETER_EXAMPLES: Record<string, string | number> = {
  id: ID.sync,
  deliveryId: ID.delivery,
  integrationId: ID.integration,
  companyId: ID.company,
  skipped: 'true',
  by: ID.member,
  crmId: '9876543210',
  issueId: ID.issue,
  object: 'company',
  limit: '50',
  cursor: 'eyJhdCI6IjIwMjYtMDEtMzEifQ',
  q: 'example',
  domain: 'example.com',
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-01T00:00:00Z',
  trigger: 'api',
  timeZone: 'Europe/Berlin',
  separator: 'comma',
  state: 'b7Kq2v…',
  code: 'na1-3f9c…',
  mapping: '{"name":"Firma","domain":"Website"}',
  'Idempotency-Key': 'lead-4711',
  'Last-Event-ID': '1769914800000001',
};
