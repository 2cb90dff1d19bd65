import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { webhookMessageSchema } from '@integration-queue/shared/webhook-message';
import * as v from 'valibot';
import { forgetOldDeliveries } from '../../src/webhooks/sql/forget-old-deliveries.js';
import { ApiHouse } from '../http/api-house.js';
import { Telling } from './events.js';

let house: ApiHouse;
let telling: Telling;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  telling = await Telling.open(house);
});
afterEach(() => telling.close());

describe('what is told', () => {
  test('each change once, signed, in the documented shape', async () => {
    const webhook = await telling.add();
    const [done, failed, gone] = await telling.accept(3);
    await telling.settle([done!], 'processed');
    await telling.settle([failed!], 'error');
    await telling.workspace.key.call('DELETE', `/v1/syncs/${gone}`);
    await telling.breakIntegration();
    await telling.mendIntegration();
    await telling.deliverAll();

    const told = telling.verified(webhook);
    expect(told.map(({ type, data }) => [type, 'id' in data ? data.id : null]).sort()).toEqual(
      [
        ['sync.processed', done],
        ['sync.failed', failed],
        ['sync.deleted', gone],
        ['issue.opened', expect.any(String)],
        ['integration.needs_attention', telling.workspace.integrationId],
        ['integration.recovered', telling.workspace.integrationId],
      ].sort(),
    );
    for (const { messageId: _, ...message } of told) expect(v.parse(webhookMessageSchema, message)).toEqual(message);
    expect(told.find(({ type }) => type === 'sync.failed')?.data).toMatchObject({
      provider: 'practice',
      company: { name: 'Company 1', domain: null },
      status: 'error',
      error: { code: 'invalid_value', field: 'country', issueId: expect.any(String) },
      crm: null,
    });
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(6);
  });

  test('that an entry was processed without having been sent', async () => {
    const webhook = await telling.add({ events: ['sync.processed'] });
    const [skipped, done] = await telling.accept(2);
    await telling.house.database.query(
      `update sync set status = 'processed', skip_code = 'missing_required', skip_name = 'name' where id = $1`,
      [skipped],
    );
    await telling.settle([done!], 'processed');
    await telling.deliverAll();

    const told = telling.verified(webhook);
    for (const { messageId: _, ...message } of told) expect(v.parse(webhookMessageSchema, message)).toEqual(message);
    expect(told.map(({ data }) => data)).toMatchObject([
      {
        id: skipped,
        status: 'processed',
        skipped: { code: 'missing_required', field: 'name', domain: null },
        crm: null,
      },
      { id: done, status: 'processed', skipped: null },
    ]);
  });

  test('an issue when it is resolved, and when it comes back', async () => {
    const webhook = await telling.add({ events: ['issue.opened', 'issue.resolved'] });
    const [first, second] = await telling.accept(2);
    await telling.settle([first!], 'error');
    const [issue] = (await telling.workspace.admin.call<{ items: { id: string }[] }>('GET', '/v1/issues')).body.items;
    await telling.workspace.admin.call('PATCH', `/v1/issues/${issue!.id}`, { body: { state: 'resolved' } });
    await telling.settle([second!], 'error');
    await telling.deliverAll();
    expect(telling.verified(webhook).map(({ type }) => type)).toEqual([
      'issue.opened',
      'issue.resolved',
      'issue.opened',
    ]);
  });

  test('a paused integration neither recovers nor needs attention anew', async () => {
    const webhook = await telling.add();
    const { admin, integrationId } = telling.workspace;
    await telling.breakIntegration();
    await admin.call('POST', `/v1/integrations/${integrationId}/pause`);
    await admin.call('POST', `/v1/integrations/${integrationId}/resume`);
    await telling.deliverAll();
    expect(telling.verified(webhook).map(({ type }) => type)).toEqual(['integration.needs_attention']);
  });

  test('only what was asked for, only to the own workspace, and nothing while it is off', async () => {
    const webhook = await telling.add({ events: ['sync.failed'] });
    const other = await Telling.open(house);
    await other.add();
    const ids = await telling.accept(4);
    await telling.settle(ids.slice(0, 1), 'processed');
    await telling.settle(ids.slice(1, 2), 'error');
    await telling.workspace.admin.call('PATCH', `/v1/webhooks/${webhook.id}`, { body: { enabled: false } });
    await telling.settle(ids.slice(2, 3), 'error');
    await telling.workspace.admin.call('PATCH', `/v1/webhooks/${webhook.id}`, { body: { enabled: true } });
    await telling.settle(ids.slice(3), 'error');
    await telling.deliverAll();
    expect(telling.verified(webhook).map(({ data }) => 'id' in data && data.id)).toEqual([ids[1], ids[3]]);
    expect(other.receiver.received).toEqual([]);
    await other.close();
  });

  test('nothing of a change that was taken back', async () => {
    const webhook = await telling.add();
    const [id] = await telling.accept(1);
    await house.database
      .transaction(async (transaction) => {
        await transaction.query(`update sync set status = 'processed' where id = $1`, [id]);
        throw new Error('Taken back');
      })
      .catch(() => undefined);
    expect(await telling.deliveries(webhook)).toEqual([]);
  });
});

describe('a receiver that does not take it', () => {
  test('gets each message of an entry in order once it is back, and none is lost', async () => {
    const webhook = await telling.add();
    const ids = await telling.accept(30);
    const unwilling = Array.from({ length: 8 }, (_, n) => (n % 2 ? ('cut' as const) : { status: 503 }));
    telling.receiver.reply(...unwilling);
    await telling.settle(ids, 'error');
    await telling.deliverAll();
    await telling.workspace.key.call('POST', '/v1/syncs/retry', { body: { ids } });
    await telling.settle(ids, 'processed');
    while ((await telling.get(webhook)).waiting > 0) await telling.deliverAll();

    const taken = telling.verified(webhook).slice(unwilling.length);
    const byEntry = Map.groupBy(taken, ({ data }) => ('id' in data ? data.id : ''));
    for (const id of ids) {
      expect(byEntry.get(id)!.map(({ type }) => type)).toEqual(['sync.failed', 'sync.processed']);
    }
    expect(await telling.get(webhook)).toMatchObject({ failingSince: null, waiting: 0 });
  });

  test('one message it never takes stands in no other entry’s way', async () => {
    const webhook = await telling.add();
    const ids = await telling.accept(12);
    telling.receiver.reply({ status: 500, body: 'This one never' });
    await telling.settle(ids, 'processed');
    await telling.deliverAll();
    const [waiting] = await telling.deliveries(webhook, '?status=pending');
    expect(waiting).toMatchObject({ attempts: 1, last: { httpStatus: 500, answer: 'This one never' } });
    expect(await telling.deliveries(webhook, '?status=delivered')).toHaveLength(11);
    expect((await telling.get(webhook)).failingSince).toBeNull();
  });

  test('is tried with one message at a time while it takes none', async () => {
    const webhook = await telling.add();
    const ids = await telling.accept(40);
    telling.receiver.reply(...Array.from({ length: 13 }, () => ({ status: 500 })));
    await telling.settle(ids, 'processed');
    for (let tries = 0; tries < 4; tries += 1) {
      await house.database.query('update webhook set next_at = now()');
      await telling.sender.deliverDue();
    }
    expect(telling.receiver.received).toHaveLength(10 + 3);
    expect((await telling.get(webhook)).failingSince).not.toBeNull();
    await telling.deliverAll();
    expect(await telling.get(webhook)).toMatchObject({ waiting: 0, failingSince: null });
  });

  test('is switched off after three days without a success, keeps what waited, and gets it when it is on again', async () => {
    const webhook = await telling.add();
    telling.receiver.reply({ status: 500 }, { status: 500 });
    await telling.settle(await telling.accept(1), 'processed');
    await telling.deliverAll();
    await house.database.query(`update webhook set failing_since = now() - interval '3 days' where id = $1`, [
      webhook.id,
    ]);
    await telling.deliverAll();
    expect(await telling.get(webhook)).toMatchObject({ enabled: false, disabled: { reason: 'failing' }, waiting: 1 });
    await telling.deliverAll();
    expect(telling.receiver.received).toHaveLength(2);
    await telling.workspace.admin.call('PATCH', `/v1/webhooks/${webhook.id}`, { body: { enabled: true } });
    await telling.deliverAll();
    expect(await telling.get(webhook)).toMatchObject({ enabled: true, disabled: null, failingSince: null, waiting: 0 });
  });

  test.each([500, 410])(
    'loses no message to its being switched off, also one that was tried for as long as any is, by %d',
    async (status) => {
      const webhook = await telling.add({ events: ['sync.processed'] });
      telling.receiver.reply({ status: 500 }, { status });
      await telling.settle(await telling.accept(1), 'processed');
      await telling.deliverAll();
      await house.database.query(`update webhook set failing_since = now() - interval '3 days' where id = $1`, [
        webhook.id,
      ]);
      await house.database.query('update webhook_delivery set attempts = 12 where webhook_id = $1', [webhook.id]);
      await telling.deliverAll();
      expect(await telling.get(webhook)).toMatchObject({ enabled: false, waiting: 1 });

      await telling.workspace.admin.call('PATCH', `/v1/webhooks/${webhook.id}`, { body: { enabled: true } });
      expect(await telling.deliveries(webhook)).toMatchObject([{ status: 'pending', attempts: 0 }]);
      telling.receiver.reply({ status: 500 });
      await telling.deliverAll();
      await telling.deliverAll();
      expect(await telling.deliveries(webhook)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
    },
  );

  test('is left alone at once where it says that it is gone, and for as long as it asks', async () => {
    const webhook = await telling.add();
    telling.receiver.reply({ status: 429, headers: { 'retry-after': '1800' } }, { status: 410 });
    await telling.settle(await telling.accept(1), 'processed');
    await telling.deliverAll();
    const [{ wait } = { wait: 0 }] = await house.database.query<{ wait: number }[]>(
      `select extract(epoch from next_at - now())::float8 as wait from webhook where id = $1`,
      [webhook.id],
    );
    expect(wait).toBeGreaterThan(1_700);
    await telling.deliverAll();
    expect(await telling.get(webhook)).toMatchObject({ enabled: false, disabled: { reason: 'gone' } });
  });

  test('is given up for a message after its last attempt, and the next of the entry follows', async () => {
    const webhook = await telling.add({ events: ['sync.failed', 'sync.processed'] });
    const [id] = await telling.accept(1);
    telling.receiver.reply({ status: 400 });
    await telling.settle([id!], 'error');
    await house.database.query(`update webhook_delivery set attempts = 12 where type = 'sync.failed'`);
    await telling.workspace.key.call('POST', `/v1/syncs/${id}/retry`);
    await telling.settle([id!], 'processed');
    await telling.deliverAll();
    await telling.deliverAll();
    const states = (await telling.deliveries(webhook)).map(({ type, status }) => `${type} ${status}`);
    expect(states.sort()).toEqual(['sync.failed failed', 'sync.processed delivered']);
  });
});

test('the secret before the last still signs, until its day is over', async () => {
  const webhook = await telling.add();
  const { admin } = telling.workspace;
  const { body } = await admin.call<{ secret: string }>('POST', `/v1/webhooks/${webhook.id}/rotate-secret`);
  expect(body.secret).toMatch(/^whsec_/);
  await admin.call('POST', `/v1/webhooks/${webhook.id}/ping`);
  await telling.deliverAll();
  for (const secret of [webhook.secret, body.secret]) expect(telling.verified({ secret })).toHaveLength(1);
  await house.database.query(`update webhook set old_secret_until = now()`);
  await admin.call('POST', `/v1/webhooks/${webhook.id}/ping`);
  await telling.deliverAll();
  expect(telling.verified(body)).toHaveLength(2);
  expect(() => telling.verified(webhook, telling.receiver.received.slice(1))).toThrow('No matching signature');
});

test('a message is sent again under its old id', async () => {
  const webhook = await telling.add();
  await telling.settle(await telling.accept(1), 'processed');
  await telling.deliverAll();
  const [delivery] = await telling.deliveries(webhook);
  expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, last: { httpStatus: 200, error: null } });
  const again = await telling.workspace.admin.call(
    'POST',
    `/v1/webhooks/${webhook.id}/deliveries/${delivery!.id}/resend`,
  );
  expect(again).toMatchObject({ status: 202, body: { id: delivery!.id, status: 'pending' } });
  await telling.deliverAll();
  const [first, second] = telling.verified(webhook);
  expect(second).toEqual(first);
  expect(first!.messageId).toBe(delivery!.id);
});

test('messages are forgotten after a month', async () => {
  const webhook = await telling.add();
  const { admin } = telling.workspace;
  for (let n = 0; n < 3; n += 1) await admin.call('POST', `/v1/webhooks/${webhook.id}/ping`);
  await house.database.query(
    `update webhook_delivery set occurred_at = now() - interval '31 days'
     where seq in (select seq from webhook_delivery where webhook_id = $1 order by seq limit 2)`,
    [webhook.id],
  );
  expect(await forgetOldDeliveries(house.database, 10_000)).toBe(2);
  expect(await telling.deliveries(webhook)).toHaveLength(1);
});
