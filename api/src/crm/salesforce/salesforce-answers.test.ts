import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startStandIn, type StandIn } from '../../../test/connector-kit/stand-in.ts';
import { toldBy } from '../../../test/connector-kit/bench.ts';
import { type Line, openLine } from '../../../test/connector-kit/line.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector } from '../connector.js';
import { CrmHttp } from '../http.js';
import { readCallProblem, readRowProblem } from './errors.js';
import { salesforce } from './provider.js';

let standIn: StandIn;
let line: Line;
let http: CrmHttp;
let connector: Connector;

beforeEach(async () => {
  standIn = await startStandIn();
  line = await openLine(standIn.url);
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
  connector = salesforce.create(
    {
      settings: { instanceUrl: `${line.url}/salesforce` },
      credentials: {},
      token: () => Promise.resolve(standIn.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
});
afterEach(async () => {
  await http.close();
  await line.close();
  await standIn.close();
});

const signal = new AbortController().signal;
const answer = (status: number, errorCode: string, message: string) => {
  const body = [{ errorCode, message }];
  return { status, headers: {}, body, text: JSON.stringify(body) };
};
const trouble = (status: number, errorCode: string, message: string) => ({
  kind: 'answered' as const,
  when: 'before' as const,
  with: { status, body: JSON.stringify([{ errorCode, message }]) },
});

describe('what an answer means', () => {
  test('403 for a limit is no missing right', () => {
    const { kind, details } = readCallProblem(answer(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
    expect(kind).toBe('rate_limited');
    expect(details.retryAfterMs).toBe(15 * 60_000);
  });

  test('a limit of long calls passes soon', () => {
    const { details } = readCallProblem(
      answer(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
    );
    expect(details.retryAfterMs).toBe(60_000);
  });

  test('403 for a right is one', () => {
    const { kind, details } = readCallProblem(answer(403, 'API_DISABLED_FOR_ORG', 'Not enabled.'));
    expect({ kind, ...details }).toMatchObject({
      kind: 'unauthorized',
      code: 'missing_scope',
      hint: expect.stringContaining('API Enabled'),
    });
  });

  test.each([
    ['UNABLE_TO_LOCK_ROW', { kind: 'transient', code: 'refused_by_crm' }],
    ['DUPLICATES_DETECTED', { kind: 'refused', code: 'duplicate_in_crm' }],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', { kind: 'refused', code: 'refused_by_crm' }],
    ['ENTITY_IS_DELETED', { kind: 'refused', code: 'record_deleted' }],
    ['STORAGE_LIMIT_EXCEEDED', { kind: 'refused', code: 'plan_limit' }],
    ['SOMETHING_NEW', { kind: 'refused', code: 'refused_by_crm' }],
  ])('a row’s %s', (statusCode, expected) => {
    const { kind, details } = readRowProblem({ statusCode, message: 'Words.', fields: [] });
    expect({ kind, ...details }).toMatchObject({ ...expected, crmMessage: 'Words.' });
    expect(details.maybeSent ?? false).toBe(false);
  });
});

describe('preparing', () => {
  test('where fields may not be created says exactly what to create', async () => {
    line.trouble(({ path }) => path.endsWith('/CustomField'), trouble(403, 'INSUFFICIENT_ACCESS', 'No.'));
    expect(await connector.prepare(signal)).toMatchObject({
      ready: false,
      todo: expect.stringMatching(/IQ_Key__c.*External ID, Unique/),
    });
  });

  test('a field nobody may see is told as that', async () => {
    await standIn.faults({ removedFields: ['IQ_Key__c'] });
    expect(await connector.prepare(signal)).toMatchObject({
      ready: false,
      todo: expect.stringContaining('read and edit'),
    });
  });

  test('without the key field, a write says what is missing, not that the row is bad', async () => {
    const problem = await toldBy(connector.write('company', [{ key: 'a', properties: { Name: 'A' } }], signal));
    expect(problem).toMatchObject({ kind: 'mapping_broken', code: 'key_field_missing' });
  });
});

test('new and known records and what is stored of them take one call', async () => {
  await connector.prepare(signal);
  const [first] = await connector.write('company', [{ key: 'a', properties: { Name: 'A' } }], signal);
  if (first?.kind !== 'written') throw new Error('the first was not written');
  line.calls.length = 0;
  const outcomes = await connector.write(
    'company',
    [
      { key: 'a', crmId: first.crmId, properties: { Name: 'A2' } },
      { key: 'b', properties: { Name: 'B' } },
    ],
    signal,
  );
  expect(outcomes).toMatchObject([
    { action: 'updated', after: { Name: 'A2' } },
    { action: 'created', after: { Name: 'B' } },
  ]);
  expect(line.calls).toHaveLength(1);
});

test('an unreadable new row keeps no known one from being written', async () => {
  await connector.prepare(signal);
  const [first] = await connector.write('company', [{ key: 'a', properties: { Name: 'A' } }], signal);
  if (first?.kind !== 'written') throw new Error('the first was not written');
  const outcomes = await connector.write(
    'company',
    [
      { key: 'a', crmId: first.crmId, properties: { Name: 'A2' } },
      { key: 'b', properties: { Name: 'B', NumberOfEmployees: 'many' } },
      { key: 'c', properties: { Name: 'C' } },
    ],
    signal,
  );
  expect(outcomes).toMatchObject([
    { kind: 'written' },
    { kind: 'failed', problem: { details: { code: 'invalid_value', field: 'NumberOfEmployees' } } },
    { kind: 'written' },
  ]);
});

test('what cannot be read back was written all the same', async () => {
  await connector.prepare(signal);
  line.trouble(({ path }) => path.endsWith('/composite'), {
    kind: 'changed',
    change: ({ body, ...rest }) => {
      const { compositeResponse } = JSON.parse(body) as { compositeResponse: { referenceId: string }[] };
      const cut = compositeResponse.map((part) =>
        part.referenceId === 'stored' ? { ...part, httpStatusCode: 500, body: [] } : part,
      );
      return { ...rest, body: JSON.stringify({ compositeResponse: cut }) };
    },
  });
  const [outcome] = await connector.write('company', [{ key: 'a', properties: { Name: 'A' } }], signal);
  expect(outcome).toMatchObject({ kind: 'written', action: 'created' });
  expect(outcome).not.toHaveProperty('after');
});

test('an opportunity without stage and closing date gets the first stage and a date', async () => {
  await connector.prepare(signal);
  const [outcome] = await connector.write('deal', [{ key: 'd', properties: { Name: 'D' } }], signal);
  expect(outcome).toMatchObject({ kind: 'written' });
  expect(await standIn.records('deal')).toMatchObject([
    { properties: { stage: 'Prospecting', close_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) } },
  ]);
});
