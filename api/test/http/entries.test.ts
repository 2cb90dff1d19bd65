import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sync, SyncBatchAnswer, SyncDetail, SyncPage, SyncSummary } from '@integration-queue/shared/sync';
import type { SyncCount } from '@integration-queue/shared/sync-figures';
import { v7 as uuidv7 } from 'uuid';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

/** As an attempt keeps it of an entry that has a receipt. */
const EXCHANGE = JSON.stringify({ method: 'POST', path: '/companies', answer: '{"id":7}' });

let house: ApiHouse;
let workspace: TestWorkspace;
let ids: string[];

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
  const company = (name: string, domain?: string) => ({
    integrationId: workspace.integrationId,
    company: { name, ...(domain ? { domain } : {}) },
  });
  const { body } = await workspace.key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
    body: {
      items: [
        company('Álpha GmbH', 'alpha.example'),
        company('Beta 100% B.V.', 'beta.example'),
        company('Gamma_Ltd'),
        company('Delta', 'delta.example'),
        company('Epsilon', 'epsilon.example'),
      ],
    },
  });
  ids = body.results.map(({ id }) => id!);
  await setStatus(
    ids[0]!,
    `status = 'processed', processed_at = now(), crm_id = '7', crm_url = 'http://crm/7', crm_action = 'created', mapping_version = 3`,
  );
  await setStatus(
    ids[1]!,
    `status = 'error', attempts = 2, error_code = 'invalid_value', error_message = 'No', error_hint = 'Mend it',
     error_field = 'phone', error_crm_message = 'phone: no'`,
  );
  await setStatus(ids[2]!, `status = 'processing'`);
});
afterAll(() => house.close());

async function setStatus(id: string, assignments: string): Promise<void> {
  await house.database.query(`update sync set ${assignments}, updated_at = now() where id = $1`, [id]);
}

const list = async (query: string) => (await workspace.key.call<SyncPage>('GET', `/v1/syncs${query}`)).body;
const indexes = async (query: string) => (await list(query)).items.map(({ id }) => ids.indexOf(id));
const read = async (id: string) => (await workspace.key.call<SyncDetail>('GET', `/v1/syncs/${id}`)).body;

describe('the list', () => {
  test('is newest first', async () => {
    expect(await indexes('')).toEqual([4, 3, 2, 1, 0]);
  });

  test.each([
    ['status=pending', [4, 3]],
    ['status=processing', [2]],
    ['status=processed', [0]],
    ['status=error', [1]],
    ['object=company', [4, 3, 2, 1, 0]],
    ['object=deal', []],
    ['trigger=api', [4, 3, 2, 1, 0]],
    ['trigger=manual', []],
    ['q=GAMMA', [2]],
    ['q=mma_l', [2]],
    ['q=%25', [1]],
    ['q=100%25', [1]],
    ['q=delta.ex', [3]],
    ['q=Álpha', [0]],
    ['q=nothing', []],
    ['q=gam%00ma', [2]],
    ['q=example&status=pending', [4, 3]],
    ['from=2020-01-01T00:00:00Z', [4, 3, 2, 1, 0]],
    ['to=2020-01-01T00:00:00Z', []],
    ['to=2020-01-01T00:00:00%2B23:59', []],
    ['from=2020-01-01T00:00:00%2B02:00&to=2100-01-01T00:00:00Z', [4, 3, 2, 1, 0]],
  ])('finds by %s', async (query, expected) => {
    expect(await indexes(`?${query}`)).toEqual(expected);
  });

  test('finds by who sent it, and counts no other', async () => {
    const { by } = (await read(ids[0]!)).trigger;
    expect(await indexes(`?by=${by!.id}`)).toEqual([4, 3, 2, 1, 0]);
    expect(await indexes(`?by=${by!.id}&status=error`)).toEqual([1]);
    expect(await indexes(`?by=${unknownId()}`)).toEqual([]);
    const count = async (id: string) =>
      (await workspace.key.call<SyncCount>('GET', `/v1/syncs/count?by=${id}`)).body.counts.error;
    expect([await count(by!.id), await count(unknownId())]).toEqual([1, 0]);
  });

  test('finds by integration, company and issue', async () => {
    expect(await indexes(`?integrationId=${workspace.integrationId}`)).toHaveLength(5);
    expect(await indexes(`?integrationId=${unknownId()}`)).toEqual([]);
    expect(await indexes(`?companyId=${(await read(ids[3]!)).company.id}`)).toEqual([3]);
    const issueId = uuidv7();
    await setStatus(ids[1]!, `issue_id = '${issueId}'`);
    expect(await indexes(`?issueId=${issueId}`)).toEqual([1]);
  });

  test('is read page by page, and nothing that comes meanwhile moves it', async () => {
    const first = await list('?limit=2');
    await workspace.key.call('POST', '/v1/syncs', {
      body: { integrationId: workspace.integrationId, company: { name: 'Zeta' } },
    });
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    const third = await list(`?limit=2&cursor=${second.nextCursor}`);
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => ids.indexOf(id)))).toEqual([
      4, 3, 2, 1, 0,
    ]);
    expect(third.nextCursor).toBeNull();
  });

  test.each([
    ['status=foo', 'status'],
    ['status=deleted', 'status'],
    ['object=contact', 'object'],
    ['trigger=magic', 'trigger'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['integrationId=1', 'integrationId'],
    ['by=Ada', 'by'],
    ['from=yesterday', 'from'],
    ['from=2026-02-31T00:00:00Z', 'from'],
    ['to=2026-13-01T00:00:00Z', 'to'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['colour=blue', 'colour'],
    ['status=error&status=pending', 'status'],
  ])('refuses %s', async (query, path) => {
    const problem = await workspace.key.refused('GET', `/v1/syncs?${query}`);
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: [expect.objectContaining({ path })],
    });
  });

  test.each(['x', 'AAAA', '%F0%9F', `${'A'.repeat(48)}`, "' or 1=1"])('refuses the cursor %s', async (cursor) => {
    const problem = await workspace.key.refused('GET', `/v1/syncs?cursor=${encodeURIComponent(cursor)}`);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });
});

describe('an entry', () => {
  test('in error says what happened, where, and what to do', async () => {
    const { error, crm } = await read(ids[1]!);
    expect(error).toMatchObject({
      code: 'invalid_value',
      message: 'No',
      hint: 'Mend it',
      field: 'phone',
      crmMessage: 'phone: no',
    });
    expect(crm).toBeNull();
  });

  test('that was processed has its receipt, its attempts and where it is in the CRM', async () => {
    const fields = [
      {
        target: 'name',
        label: 'Name',
        source: 'name',
        rule: 'overwrite',
        before: null,
        sent: 'A',
        after: 'A',
        verdict: 'written',
      },
    ];
    await house.database.query(
      'insert into receipt (sync_id, workspace_id, mapping_version, fields) values ($1, $2, 3, $3)',
      [ids[0], workspace.workspaceId, JSON.stringify(fields)],
    );
    for (const [number, outcome] of ['transient', 'processed'].entries()) {
      await house.database.query(
        `insert into attempt (id, workspace_id, sync_id, number, started_at, duration_ms, outcome, exchange)
         values ($1, $2, $3, $4::int, now() + make_interval(secs => $4::int), 12, $5, $6)`,
        [uuidv7(), workspace.workspaceId, ids[0], number + 1, outcome, outcome === 'transient' ? null : EXCHANGE],
      );
    }
    const detail = await read(ids[0]!);
    expect(detail).toMatchObject({
      status: 'processed',
      crm: { id: '7', url: 'http://crm/7', action: 'created' },
      mappingVersion: 3,
      fields,
      attempts: [
        {
          number: 2,
          outcome: 'processed',
          durationMs: 12,
          exchange: { method: 'POST', path: '/companies', sent: null, answer: '{"id":7}' },
        },
        { number: 1, outcome: 'transient', exchange: null },
      ],
    });
    expect(detail.processedAt).toEqual(expect.any(String));
  });

  test.each([
    ['paused', `status = 'paused'`, 'paused'],
    [
      'in need of attention',
      `status = 'needs_attention', error_code = 'token_expired', error_since = now()`,
      'needs_attention',
    ],
    ['at its limit', `blocked_until = now() + interval '1 minute', blocked_reason = 'rate_limited'`, 'rate_limited'],
    ['away', `blocked_until = now() + interval '1 minute', blocked_reason = 'crm_unreachable'`, 'crm_unreachable'],
  ])('that waits for a CRM that is %s says so', async (_, assignments, code) => {
    const id = workspace.integrationId;
    await house.database.query(`update integration set ${assignments} where id = $1`, [id]);
    const { reason } = await read(ids[4]!);
    await house.database.query(
      `update integration set status = 'active', error_code = null, error_since = null, blocked_until = null, blocked_reason = null
       where id = $1`,
      [id],
    );
    expect(reason).toMatchObject({ code });
    expect((await read(ids[4]!)).reason).toBeNull();
  });

  test('that is tried again says when', async () => {
    await setStatus(ids[3]!, `reason = 'retrying', run_at = now() + interval '1 minute'`);
    expect((await read(ids[3]!)).reason).toEqual({ code: 'retrying', until: expect.any(String) });
  });

  test.each(['unknown', 'nonsense'])('that is %s is not there', async (kind) => {
    const { status } = await workspace.key.refused('GET', `/v1/syncs/${kind === 'unknown' ? unknownId() : kind}`);
    expect(kind === 'unknown' ? [404] : [400, 404]).toContain(status);
  });
});

describe('the summary', () => {
  const summary = async (query = '') =>
    (await workspace.key.call<SyncSummary>('GET', `/v1/syncs/summary${query}`)).body;

  test('counts exactly, folded or not', async () => {
    const before = await summary();
    expect(before.counts).toEqual({ pending: 3, processing: 1, processed: 1, error: 1 });
    await house.database.query(
      `with taken as (delete from sync_count_delta returning *)
       insert into sync_count (workspace_id, integration_id, status, n)
       select workspace_id, integration_id, status, sum(n) from taken group by 1, 2, 3`,
    );
    expect(await summary()).toEqual(before);
    expect(before.integrations).toMatchObject([{ integrationId: workspace.integrationId, counts: before.counts }]);
  });

  test('says what needs attention and how long the rest will take', async () => {
    const id = workspace.integrationId;
    await house.database.query('update integration set settled_per_second = 2 where id = $1', [id]);
    expect(await summary(`?integrationId=${id}`)).toMatchObject({ secondsLeft: 2, needsAttention: [] });
    await house.database.query(
      `update integration set status = 'needs_attention', error_code = 'token_expired', error_message = 'Old', error_hint = 'New',
       error_since = now() where id = $1`,
      [id],
    );
    expect(await summary()).toMatchObject({
      secondsLeft: null,
      needsAttention: [id],
      integrations: [{ status: 'needs_attention', error: { code: 'token_expired', hint: 'New' } }],
    });
  });

  test('of an integration that is not there is not found', async () => {
    expect((await workspace.key.refused('GET', `/v1/syncs/summary?integrationId=${unknownId()}`)).status).toBe(404);
  });
});

test('a list of another workspace is empty', async () => {
  const other = await house.newWorkspace();
  expect((await other.key.call<{ items: Sync[] }>('GET', '/v1/syncs')).body.items).toEqual([]);
});
