import type { Issue, IssueChange, IssueCheck } from '@integration-queue/shared/issue';
import type { MatchChoice } from '@integration-queue/shared/match';
import type { RetryChoice } from '@integration-queue/shared/retry';
import type { Sync, SyncBatchAnswer, SyncDetail, SyncInput, SyncSummary } from '@integration-queue/shared/sync';
import type { BulkAnswer, SyncDeletion, SyncRetry } from '@integration-queue/shared/sync-bulk';
import type { SyncExport } from '@integration-queue/shared/sync-export';
import type { SyncCount, SyncDays } from '@integration-queue/shared/sync-figures';
import type { SyncStreamItem, SyncStreamLine } from '@integration-queue/shared/sync-stream';
import { COMPANY_INPUT } from './companies.js';
import { type Examples, ID, onePage } from './example.js';

const company = { name: 'Example GmbH', domain: 'example.com' };
const sendCompany: SyncInput = { integrationId: ID.integration, object: 'company', company: COMPANY_INPUT };
const sendDeal: SyncInput = {
  integrationId: ID.integration,
  object: 'deal',
  companyId: ID.company,
  deal: { externalId: 'offer-12', title: 'Licences 2026', amount: 5000, currency: 'EUR', closeDate: '2026-03-31' },
};
const sendTask: SyncInput = {
  integrationId: ID.integration,
  object: 'task',
  company,
  task: { subject: 'Call back', dueDate: '2026-02-02', owner: 'anna@example.com' },
};

const pending: Sync = {
  id: ID.sync,
  integrationId: ID.integration,
  provider: 'hubspot',
  object: 'company',
  company: { id: ID.company, ...company },
  status: 'pending',
  reason: { code: 'held', until: '2026-01-31T12:00:10.000Z' },
  trigger: { kind: 'api', by: { id: ID.apiKey, name: 'Enrichment' } },
  attempts: 0,
  initiatedAt: '2026-01-31T12:00:00.000Z',
  processedAt: null,
  error: null,
  skipped: null,
  crm: null,
};
const processed: Sync = {
  ...pending,
  status: 'processed',
  reason: null,
  attempts: 1,
  processedAt: '2026-01-31T12:00:03.000Z',
  crm: {
    id: '9876543210',
    url: 'https://app.hubspot.com/contacts/1234567/record/0-2/9876543210',
    action: 'created',
    marked: false,
  },
};
const failed: Sync = {
  ...pending,
  id: ID.failedSync,
  status: 'error',
  reason: null,
  attempts: 1,
  error: {
    code: 'invalid_option',
    message: 'HubSpot does not know the value "Softwares" of Industry',
    hint: 'Translate the value in the field mapping, then retry',
    field: 'industry',
    fieldLabel: 'Industry',
    crmMessage: '"Softwares" was not one of the allowed options',
    issueId: ID.issue,
  },
};
const { attempts: _, ...entry } = processed;
const detail: SyncDetail = {
  ...entry,
  attemptCount: 1,
  mappingVersion: 4,
  fields: [
    {
      target: 'name',
      label: 'Company name',
      source: 'name',
      rule: 'overwrite',
      before: null,
      sent: 'Example GmbH',
      after: 'Example GmbH',
      verdict: 'written',
    },
  ],
  attempts: [
    {
      number: 1,
      startedAt: '2026-01-31T12:00:02.000Z',
      durationMs: 312,
      outcome: 'processed',
      httpStatus: 200,
      code: null,
      message: null,
      exchange: {
        method: 'POST',
        path: '/crm/v3/objects/companies/batch/upsert',
        sent: null,
        answer: '{"id":"9876543210","new":true}',
      },
    },
  ],
};
const summary: SyncSummary = {
  counts: { pending: 3, processing: 1, processed: 4711, error: 2 },
  integrations: [
    {
      integrationId: ID.integration,
      name: 'HubSpot EU',
      provider: 'hubspot',
      status: 'active',
      error: null,
      counts: { pending: 3, processing: 1, processed: 4711, error: 2 },
      secondsLeft: 2,
    },
  ],
  oldestPendingAt: '2026-01-31T12:00:00.000Z',
  secondsLeft: 2,
  needsAttention: [],
};
const unknownIntegration = [{ path: 'integrationId', message: 'is not an integration of this workspace' }];
const batchAnswer: SyncBatchAnswer = {
  results: [
    { index: 0, id: ID.sync, status: 'accepted' },
    { index: 1, id: ID.failedSync, status: 'duplicate' },
    { index: 2, id: null, status: 'invalid', errors: unknownIntegration },
  ],
};
const bulk: BulkAnswer = { matched: 2, done: 1, refused: [{ id: ID.sync, code: 'sync_already_processed' }] };
const streamItem: SyncStreamItem = { key: 'lead-4711', integrationId: ID.integration, object: 'company', company };
const streamLines: SyncStreamLine[] = [
  { line: 1, key: 'lead-4711', id: ID.sync, status: 'accepted' },
  { line: 2, key: 'lead-4712', id: ID.failedSync, status: 'repeated', now: 'error' },
  { line: 3, key: 'lead-4713', id: null, status: 'invalid', errors: unknownIntegration },
  { end: { accepted: 1, duplicate: 0, repeated: 1, invalid: 1 }, problem: null },
];
const issue: Issue = {
  id: ID.issue,
  integrationId: ID.integration,
  integrationName: 'HubSpot EU',
  provider: 'hubspot',
  object: 'company',
  code: 'invalid_option',
  field: 'industry',
  fieldLabel: 'Industry',
  message: failed.error!.message,
  hint: failed.error!.hint,
  crmMessage: failed.error!.crmMessage!,
  state: 'open',
  count: 2,
  firstSeenAt: '2026-01-31T12:00:03.000Z',
  lastSeenAt: '2026-01-31T12:05:00.000Z',
  examples: [{ syncId: ID.failedSync, company: 'Example GmbH' }],
};

/** Entries, what is done with them, and why they fail. */
export const SYNC_EXAMPLES: Record<string, Examples> = {
  SyncInput: { 'A company': sendCompany, 'A deal': sendDeal, 'A task': sendTask },
  SyncBatch: { 'A company and a deal': { items: [sendCompany, sendDeal] } },
  SyncBatchAnswer: { 'Each for itself': batchAnswer },
  Sync: { Waits: pending, Arrived: processed, Failed: failed },
  SyncPage: { 'The first page': { items: [failed, pending], nextCursor: 'eyJhdCI6IjIwMjYtMDEtMzEifQ' } },
  SyncDetail: { 'With receipt and attempt': detail },
  SyncSummary: { 'Of one account': summary },
  SyncDeletion: {
    'By ids': { ids: [ID.sync, ID.failedSync] } satisfies SyncDeletion,
    'By filter': { filter: { status: 'pending', integrationId: ID.integration } } satisfies SyncDeletion,
  },
  SyncExport: {
    'What failed, for a program that reads semicolons': {
      filter: { status: 'error' },
      separator: 'semicolon',
    } satisfies SyncExport,
    'Chosen entries': { ids: [ID.sync, ID.failedSync] } satisfies SyncExport,
  },
  SyncCount: {
    'Most arrived': {
      counts: { pending: 3, processing: 0, processed: 1204, error: 4 },
      isExact: true,
    } satisfies SyncCount,
  },
  SyncDays: {
    'Two days': {
      items: [
        { date: '2026-01-30', processed: 240, error: 0 },
        { date: '2026-01-31', processed: 310, error: 4 },
      ],
    } satisfies SyncDays,
  },
  SyncRetry: {
    'All of one cause': { filter: { issueId: ID.issue } } satisfies SyncRetry,
    'A slice': { filter: { status: 'error' }, limit: 100, after: ID.failedSync } satisfies SyncRetry,
  },
  RetryChoice: {
    'As things are today': {} satisfies RetryChoice,
    'As it was sent': { mapping: 'as_sent', data: 'as_sent' } satisfies RetryChoice,
  },
  BulkAnswer: { 'One of two': bulk },
  Cancelling: { 'On its way': { status: 'cancelling' } },
  MatchChoice: {
    'This record': { crmId: '9876543210' } satisfies MatchChoice,
    'None of them': { crmId: null } satisfies MatchChoice,
  },
  SyncStreamItem: { 'One line': streamItem, Another: { ...streamItem, key: 'lead-4712' } },
  SyncStreamLine: Object.fromEntries(streamLines.map((line, index) => [`Line ${index + 1}`, line])),
  Issue: { 'Two entries fail': issue },
  IssueList: { 'One cause': onePage(issue) },
  IssueChange: { 'Tell no more of it': { state: 'muted' } satisfies IssueChange },
  IssueCheck: {
    'All would pass': { count: 2, checked: 2, wouldPass: 2, unknown: 0, problems: [] } satisfies IssueCheck,
  },
};
