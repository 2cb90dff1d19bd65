import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { claim } from '../../src/queue/sql/claim.js';
import { dueIntegrations } from '../../src/queue/sql/due-integrations.js';
import { nextDue } from '../../src/queue/sql/next-due.js';
import { peek } from '../../src/queue/sql/peek.js';
import { reap } from '../../src/queue/sql/reap.js';
import { settle, type Settlement } from '../../src/queue/sql/settle.js';
import { wakeWaiting } from '../../src/queue/sql/wake-waiting.js';
import { writeAhead } from '../../src/queue/sql/write-ahead.js';
import { deleteSyncs } from '../../src/syncs/sql/delete-syncs.js';
import { listSyncs, type EntryFilter } from '../../src/syncs/sql/list-syncs.js';
import { House } from './house.js';

/** Finished entries the queue has to find its few due ones among. */
const HISTORY = 60_000;
const DUE = 3_000;
const TOKEN = '00000000-0000-4000-8000-000000000000';

let house: House;
let integration: string;
let ids: string[];

beforeAll(async () => {
  house = await House.open();
  integration = await house.connect();
  const [companyId] = await house.database
    .query<{ company_id: string }[]>('select company_id from sync where id = $1', [
      await house.send(integration, { company: { name: 'Acme' } }),
    ])
    .then((rows) => rows.map((row) => row.company_id));
  await house.database.query(
    `insert into sync (id, workspace_id, integration_id, object, company_id, company_name, company_domain, record_key, source,
       trigger_kind, status, processed_at, initiated_at)
     select gen_random_uuid(), $1, $2, (array['company', 'deal', 'task'])[1 + n % 3], $3, 'Company ' || n, n || '.example',
       n::text, '{"company": {"name": "Acme"}}', 'api', case when n % 20 = 0 then 'error' else 'processed' end, now(),
       now() - n * interval '1 minute'
     from generate_series(1, $4::int) n`,
    [house.workspaceId, integration, companyId, HISTORY],
  );
  await house.database.query(
    `insert into crm_record (workspace_id, integration_id, object, record_key, crm_id)
     select $1, $2, (array['company', 'deal', 'task'])[1 + n % 3], n::text, n::text from generate_series(1, $3::int) n`,
    [house.workspaceId, integration, HISTORY],
  );
  // Not analysed yet: a large import is drained before the statistics know of it.
  ids = await house.sendMany(integration, DUE);
});
afterAll(async () => {
  // Finished entries were written as such, in place of running their way through the queue.
  await house.database.query('truncate status_change');
  await house.close();
});

interface Plan {
  'Node Type': string;
  'Join Type'?: string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

/** How Postgres would run the statement that `run` sends, as a list of its steps. */
async function stepsOf(run: (database: DataSource & EntityManager) => Promise<unknown>): Promise<string[]> {
  const sent: [string, unknown[]][] = [];
  const record = (sql: string, parameters: unknown[] = []) => sent.push([sql, parameters]);
  const connection = {
    query: ({ text, values }: { text: string; values: unknown[] }) => (record(text, values), { rows: [] }),
  };
  const recorder = {
    query: (sql: string, parameters?: unknown[]) => (record(sql, parameters), Promise.resolve([])),
    createQueryRunner: () => ({ connect: () => connection, [Symbol.asyncDispose]: () => undefined }),
  };
  await run(recorder as unknown as DataSource & EntityManager);
  const [sql, parameters] = sent[0]!;
  const rows = await house.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    `explain (format json) ${sql}`,
    parameters,
  );
  const flatten = (plan: Plan): string[] => [
    [plan['Join Type'], plan['Node Type'], plan['Relation Name'], plan['Index Name']].filter(Boolean).join(' '),
    ...(plan.Plans ?? []).flatMap(flatten),
  ];
  return flatten(rows[0]!['QUERY PLAN'][0].Plan);
}

const settlement = (id: string): Settlement => ({
  id,
  status: 'processed',
  burned: true,
  maybeSent: false,
  crm: { id: '1', url: null, action: 'created' },
  attempt: { id, startedAt: new Date().toISOString(), durationMs: 1, outcome: 'processed' },
});

const STATEMENTS: [string, string, (database: DataSource & EntityManager) => Promise<unknown>][] = [
  ['claim', 'sync_claim', (database) => claim(database, integration, { token: TOKEN, limit: 100, leaseMs: 1_000 })],
  ['peek', 'sync_claim', (database) => peek(database, integration, 'company', 100)],
  ['next due', 'sync_claim', (database) => nextDue(database, integration)],
  ['due integrations', 'sync_claim', (database) => dueIntegrations(database)],
  ['reap', 'sync_lease', (database) => reap(database, 5_000)],
  ['wake waiting', 'sync_waits', (database) => wakeWaiting(database, 5_000)],
  [
    'write-ahead',
    'sync_pkey',
    (database) =>
      writeAhead(
        database,
        integration,
        ids.slice(0, 100).map((id) => ({ id, targetId: null })),
        { token: TOKEN, leaseMs: 1_000 },
      ),
  ],
  ['settle', 'sync_pkey', (database) => settle(database, integration, TOKEN, ids.slice(0, 100).map(settlement))],
  ['delete', 'sync_pkey', (database) => deleteSyncs(database, house.workspaceId, ids.slice(0, 100))],
];

async function expectIndexed([, index, run]: (typeof STATEMENTS)[number]): Promise<void> {
  const steps = await stepsOf(run);
  expect(steps.filter((step) => step === 'Seq Scan sync')).toEqual([]);
  expect(steps).toContainEqual(expect.stringContaining(index));
}

/** By its key, or by whose record it is: else each row, or each claim, reads all that an integration ever sent. */
async function expectRecordsByKey([name, , run]: (typeof STATEMENTS)[number]): Promise<void> {
  const steps = await stepsOf(run);
  expect([
    name,
    steps.filter((step) => / crm_record( |$)/.test(step) && !/ crm_record_(pkey|key)$/.test(step)),
  ]).toEqual([name, []]);
}
const LINKED = STATEMENTS.filter(([name]) => ['claim', 'peek'].includes(name));

const SWEEP = ['due integrations', 'reap', 'wake waiting'];

describe('before the statistics know of a large import', () => {
  const hot = STATEMENTS.filter(([name]) => !SWEEP.includes(name));
  test.each(hot)('%s finds its rows by %s', (...statement) => expectIndexed(statement));
  test.each(LINKED)('%s asks for CRM records by their key', (...statement) => expectRecordsByKey(statement));
});

// A join by the integration alone compares each waiting row with every other: 1.4 s for a claim of 100 out of 10,000.
test.each(STATEMENTS.filter(([name]) => ['claim', 'next due'].includes(name)))(
  '%s asks row by row for older syncs of the record',
  async (_name, _index, run) => {
    expect((await stepsOf(run)).filter((step) => step.startsWith('Anti'))).toEqual([]);
  },
);

describe('once they do', () => {
  beforeAll(async () => {
    await house.database.query('analyze');
  });

  test.each(STATEMENTS)('%s finds its rows by %s', (...statement) => expectIndexed(statement));
  test.each(LINKED)('%s asks for CRM records by their key', (...statement) => expectRecordsByKey(statement));

  const filters: [string, EntryFilter][] = [
    ['everything', {}],
    ['a status', { status: 'error' }],
    ['an integration', { integrationId: '' }],
    ['an integration and a status', { integrationId: '', status: 'pending' }],
    ['a company', { companyId: TOKEN }],
  ];
  test.each(filters)('the list of %s is read from an index, page by page', async (_, filter) => {
    const full = { ...filter, ...('integrationId' in filter ? { integrationId: integration } : {}) };
    for (const after of [null, ids[10]!]) {
      const steps = await stepsOf((database) => listSyncs(database, house.workspaceId, full, { limit: 50, after }));
      expect(steps.filter((step) => step === 'Seq Scan sync')).toEqual([]);
      expect(steps.filter((step) => step.startsWith('Sort'))).toEqual([]);
    }
  });

  test('the few sends of a person are found without reading those of everybody', async () => {
    const steps = await stepsOf((database) =>
      listSyncs(database, house.workspaceId, { by: TOKEN, trigger: 'manual' }, { limit: 50, after: null }),
    );
    expect(steps).toContainEqual(expect.stringContaining('sync_sender'));
  });
});

describe('with few CRM records, which are quicker read than asked for a hundred times', () => {
  beforeAll(async () => {
    await house.database.query('delete from crm_record where record_key::int > 3000');
    await house.database.query('vacuum (full, analyze) crm_record');
  });

  // They are counted once, and may be many more when the next claim is planned the same way.
  test.each(LINKED)('%s asks for CRM records by their key', (...statement) => expectRecordsByKey(statement));
});

describe('when the statistics are those of a drained table', () => {
  beforeAll(async () => {
    await house.database.query(`update sync set status = 'processed' where status = 'pending'`);
    await house.database.query('vacuum analyze sync');
    ids = await house.sendMany(integration, DUE);
  });

  const hot = STATEMENTS.filter(([name]) => !SWEEP.includes(name));
  test.each(hot)('%s finds its rows by %s', (...statement) => expectIndexed(statement));

  test('settle asks who waits for its rows, and does not go through all that are pending', async () => {
    const steps = await stepsOf((database) => settle(database, integration, TOKEN, ids.slice(0, 100).map(settlement)));
    expect(steps).toContainEqual(expect.stringMatching(/ sync_waits$/));
    expect(steps).not.toContainEqual(expect.stringMatching(/ sync_claim$/));
  });
});
