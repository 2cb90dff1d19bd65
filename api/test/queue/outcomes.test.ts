import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { practiceMapping } from '../../src/crm/practice/default-mapping.js';
import { takeDueCheck } from '../../src/integrations/schema-watch/sql/due-check.js';
import { readIntegration } from '../../src/integrations/sql/read-integrations.js';
import { CrmFront } from './crm-front.js';
import { House } from './house.js';

let house: House;
let front: CrmFront;
let integration: string;

beforeAll(async () => {
  house = await House.open();
  front = await CrmFront.open(house.crm.url);
});
afterAll(async () => {
  await front.close();
  await house.close();
});
beforeEach(async () => {
  await house.clear();
  front.clear();
  integration = await house.connect({ settings: { baseUrl: front.url } });
});

test('a sync that is written is processed, with its record, link and receipt', async () => {
  const id = await house.send(integration, { company: { name: 'Acme', city: 'Almelo' } });
  await house.tick(integration);

  const row = await house.sync(id);
  expect(row).toMatchObject({
    status: 'processed',
    attempts: 1,
    maybe_sent: false,
    claim: null,
    crm_action: 'created',
  });
  const [record] = await house.records();
  expect(record).toMatchObject({ id: row.crm_id, key: row.company_id, properties: { name: 'Acme', city: 'Almelo' } });
  expect(await house.receipt(id)).toContainEqual(
    expect.objectContaining({ target: 'city', sent: 'Almelo', after: 'Almelo', verdict: 'written' }),
  );
  expect(await house.database.query('select crm_id from crm_record where integration_id = $1', [integration])).toEqual([
    { crm_id: row.crm_id },
  ]);
});

test('a row the CRM refuses is in error at once and keeps no other from arriving', async () => {
  const [good, bad, other] = await house.sendMany(integration, 3, (index) =>
    index === 1 ? { name: 'x'.repeat(300) } : {},
  );
  await house.tick(integration);

  expect(await house.sync(bad!)).toMatchObject({ status: 'error', error_code: 'value_too_long', attempts: 1 });
  for (const id of [good!, other!]) expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  expect(await house.integration(integration)).toMatchObject({ status: 'active', failures: 0 });
});

describe('a call that fails', () => {
  test('makes its rows wait, each burning an attempt, and be looked up before they are sent again', async () => {
    const ids = await house.sendMany(integration, 2);
    await house.faults({ errorRate: 1 });
    await house.tick(integration);

    for (const id of ids) {
      expect(await house.sync(id)).toMatchObject({
        status: 'pending',
        reason: 'retrying',
        attempts: 1,
        maybe_sent: true,
        error_code: 'crm_unreachable',
      });
    }
    await house.faults({ errorRate: 0 });
    await house.drain();
    expect(front.calls.at(-2)!.path).toMatch(/search$/);
    expect(await house.outcomes(ids[0]!)).toEqual(['unknown', 'processed']);
    expect(await house.ledger()).toMatchObject({ records: { created: 2, updated: 0 } });
  });

  test('several times in a row stops the integration for a while, and one row asks again', async () => {
    // Seven batches may have left before the third failure is known of; some rows must never have.
    await house.sendMany(integration, 1_000);
    await house.faults({ serverDown: true });
    await house.tick(integration);

    const stopped = await house.integration(integration);
    expect(stopped).toMatchObject({ status: 'active', blocked_reason: 'crm_unreachable', probing: true });
    expect(await house.tick(integration)).toMatchObject({ held: false });
    const before = front.writes.length;
    await house.hurry();
    await house.tick(integration);
    expect(front.writes.slice(before).map((rows) => rows.length)).toEqual([1]);

    await house.faults({ serverDown: false });
    await house.drain();
    expect(await house.statuses()).toEqual({ processed: 1_000 });
    expect(await house.integration(integration)).toMatchObject({ status: 'active', probing: false, failures: 0 });
  });

  test('together with others in the air counts once: a short outage is a short wait', async () => {
    await house.sendMany(integration, 500);
    await house.faults({ serverDown: true, latencyMs: 50 });
    await house.tick(integration);
    expect((await house.integration(integration)).blocked_ms).toBeLessThanOrEqual(8_000);
  });

  test('before anything left burns no attempt: nobody listens', async () => {
    const away = await house.connect({ settings: { baseUrl: 'http://127.0.0.1:9' } });
    const id = await house.send(away);
    await house.tick(away);

    expect(await house.sync(id)).toMatchObject({ status: 'pending', attempts: 0, maybe_sent: false });
    const row = await house.integration(away);
    expect(row).toMatchObject({ status: 'active', blocked_reason: 'crm_unreachable' });
    expect(row.blocked_ms).toBeLessThanOrEqual(2_000);
  });

  test('ten times although others go through ends in error', async () => {
    const id = await house.send(integration);
    await house.database.query('update sync set attempts = 9 where id = $1', [id]);
    await house.faults({ errorRate: 1 });
    await house.tick(integration);
    expect(await house.sync(id)).toMatchObject({
      status: 'error',
      error_code: 'gave_up',
      attempts: 10,
      maybe_sent: true,
    });
  });
});

test('a CRM that asks for patience gets it, and no attempt is burned', async () => {
  const ids = await house.sendMany(integration, 3);
  await house.faults({ rateLimit: { requests: 1, perMs: 60_000 } });
  await house.tick(integration);
  const late = await house.send(integration);
  await house.tick(integration);
  await house.hurry();
  await house.tick(integration);

  expect(await house.sync(late)).toMatchObject({ status: 'pending', attempts: 0, maybe_sent: false, error_code: null });
  const row = await house.integration(integration);
  expect(row).toMatchObject({ status: 'active', blocked_reason: 'rate_limited', failures: 0 });
  expect(row.blocked_ms).toBeGreaterThan(40_000);
  expect(await house.outcomes(ids[0]!)).toEqual(['processed']);
  expect(await house.outcomes(late)).toEqual([]);
});

test('what the CRM tells of the budget is kept for people, with its time', async () => {
  const read = async () => (await readIntegration(house.database, house.workspaceId, integration)).budget;
  await house.sendMany(integration, 3);
  await house.tick(integration);
  expect(await read()).toBeNull();
  await house.faults({ rateLimit: { requests: 100, perMs: 60_000 } });
  await house.sendMany(integration, 3, (index) => ({ name: `Later ${index}` }));
  await house.tick(integration);
  const told = await read();
  expect(told).toMatchObject({ limit: 100, at: expect.any(String) });
  expect(told?.used).toBeGreaterThan(0);
  await house.faults({ rateLimit: null });
  await house.sendMany(integration, 1, () => ({ name: 'Last' }));
  await house.tick(integration);
  expect((await read())?.limit).toBe(100);
});

describe('an integration that needs attention', () => {
  const told = [
    { fault: { expiredToken: true }, code: 'token_expired' },
    { fault: { missingScope: true }, code: 'missing_scope' },
  ];
  test.each(told)('for $code: its rows wait unharmed and drain by themselves, one first', async ({ fault, code }) => {
    await house.sendMany(integration, 30);
    await house.faults(fault);
    await house.tick(integration);

    expect(await house.integration(integration)).toMatchObject({ status: 'needs_attention', error_code: code });
    const rows = await house.database.query<unknown[]>(
      `select distinct status, attempts, maybe_sent, error_code from sync where integration_id = $1`,
      [integration],
    );
    expect(rows).toEqual([{ status: 'pending', attempts: 0, maybe_sent: false, error_code: null }]);
    expect(await house.tick(integration)).toMatchObject({ held: false });

    await house.hurry();
    await house.tick(integration);
    expect(await house.integration(integration)).toMatchObject({ status: 'needs_attention', error_code: code });

    await house.faults({ expiredToken: false, missingScope: false });
    const before = front.writes.length;
    await house.drain();
    expect(front.writes.slice(before).map((written) => written.length)).toEqual([1, 29]);
    expect(await house.integration(integration)).toMatchObject({
      status: 'active',
      error_code: null,
      error_since: null,
    });
  });

  test('for a field that is gone: the mapping must be mended, then all arrives', async () => {
    const ids = await house.sendMany(integration, 3, () => ({ city: 'Almelo' }));
    await house.faults({ removedFields: ['city'] });
    await house.tick(integration);

    expect(await house.integration(integration)).toMatchObject({
      status: 'needs_attention',
      error_code: 'unknown_field',
    });
    for (const id of ids) expect(await house.sync(id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await takeDueCheck(house.database)).toMatchObject({ id: integration });

    await house.hurry();
    await house.tick(integration);
    expect(front.writes.at(-1)).toHaveLength(1);
    expect(await house.integration(integration)).toMatchObject({ status: 'needs_attention' });

    const mended = practiceMapping('company').filter(({ target }) => target !== 'city');
    await house.saveMapping(integration, 'company', mended);
    const before = front.writes.length;
    await house.drain();
    expect(front.writes.slice(before).map((written) => written.length)).toEqual([1, 2]);
    for (const id of ids) expect(await house.sync(id)).toMatchObject({ status: 'processed', error_code: null });
  });

  test('for a mapping that is missing: nothing is sent, nothing is burned, and nothing spins', async () => {
    const bare = await house.connect({ settings: { baseUrl: front.url }, mappings: { company: null } });
    const id = await house.send(bare);
    const result = await house.tick(bare);

    expect(result).toMatchObject({ ringInMs: null });
    expect(await house.integration(bare)).toMatchObject({ status: 'needs_attention', error_code: 'mapping_broken' });
    expect(await house.sync(id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await house.outcomes(id)).toEqual([]);

    await house.saveMapping(bare, 'company', practiceMapping('company'));
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  });

  test('for credentials that can no longer be opened: nothing is sent until it is connected again', async () => {
    const id = await house.send(integration);
    await house.database.query('update integration set credentials = $2 where id = $1', [integration, 'v1.gone.a.b.c']);
    await house.tick(integration);
    expect(await house.integration(integration)).toMatchObject({
      status: 'needs_attention',
      error_code: 'token_expired',
    });
    expect(await house.sync(id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(front.calls).toEqual([]);
  });

  test('keeps the time of its first complaint', async () => {
    await house.send(integration);
    await house.faults({ expiredToken: true });
    await house.tick(integration);
    const { error_since: since } = await house.integration(integration);
    await house.hurry();
    await house.tick(integration);
    expect((await house.integration(integration)).error_since).toEqual(since);
  });
});

test('an answer nobody understands is no reason to lose a row or to send it twice', async () => {
  const id = await house.send(integration);
  front.answering = ({ path }) => (path.endsWith('/batch/upsert') ? { status: 200, body: { fine: true } } : undefined);
  await house.tick(integration);
  expect(await house.sync(id)).toMatchObject({
    status: 'pending',
    reason: 'retrying',
    maybe_sent: true,
    error_code: 'unexpected_answer',
  });
  front.answering = () => undefined;
  await house.drain();
  expect(await house.sync(id)).toMatchObject({ status: 'processed' });
});
