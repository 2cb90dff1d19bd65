import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert, AlertList, AlertTest } from '@integration-queue/shared/alert';
import { Alerting, EMAIL } from './alerting.js';

let alerting: Alerting;

beforeAll(async () => {
  alerting = await Alerting.open();
});
afterAll(() => alerting.close());
beforeEach(() => alerting.begin());
afterEach(() => alerting.end());

describe('an integration', () => {
  test('that needs attention is told once, and once that it works again', async () => {
    await alerting.add();
    await alerting.look();
    expect(alerting.mailServer.mails).toEqual([]);
    await alerting.telling.breakIntegration();
    await alerting.look();
    await alerting.look();
    expect(alerting.mailServer.mails).toEqual([
      {
        to: ['ops@example.com'],
        subject: 'Integration Queue: Practice CRM needs attention',
        text: 'Practice CRM needs attention\nThe access ended. Connect it again',
      },
    ]);
    await alerting.telling.mendIntegration();
    await alerting.pass(15);
    await alerting.look();
    await alerting.look();
    expect(alerting.subjects().slice(1)).toEqual(['Integration Queue: Practice CRM works again']);
  });

  test('that goes back and forth is told once in a quarter of an hour', async () => {
    await alerting.add();
    for (let n = 0; n < 20; n += 1) {
      await alerting.telling.breakIntegration();
      await alerting.look();
      await alerting.telling.mendIntegration();
      await alerting.look();
    }
    expect(alerting.subjects()).toEqual(['Integration Queue: Practice CRM needs attention']);
    await alerting.pass(15);
    await alerting.look();
    expect(alerting.subjects()).toHaveLength(2);
    await alerting.pass(15);
    await alerting.look();
    expect(alerting.subjects()).toHaveLength(2);
  });
});

describe('a cause of failure', () => {
  test('is told when it appears, when it is over, and when it is back; of one that was there before nothing is told', async () => {
    const [old] = await alerting.telling.accept(1);
    await alerting.telling.settle([old!], 'error');
    await alerting.add();
    const ids = await alerting.telling.accept(3);
    await alerting.house.database.query(
      `update sync set status = 'error', error_code = 'refused_by_crm', error_message = 'No',
         error_crm_message = 'A rule forbids it' where id = any($1)`,
      [ids],
    );
    await alerting.look();
    expect(alerting.subjects()).toEqual(['Integration Queue: Practice CRM: a company fails (3): A rule forbids it']);
    await alerting.telling.workspace.key.call('POST', '/v1/syncs/retry', { body: { ids } });
    await alerting.telling.workspace.key.call('POST', '/v1/syncs/retry', { body: { ids: [old] } });
    await alerting.look();
    expect(alerting.subjects()).toHaveLength(1);
    await alerting.pass(60);
    await alerting.look();
    expect(alerting.mailServer.mails.slice(1)).toMatchObject([
      {
        subject: 'Integration Queue: Practice CRM: a company no longer fails: A rule forbids it',
        text: 'Practice CRM: a company no longer fails: A rule forbids it',
      },
    ]);
    await alerting.pass(15);
    await alerting.house.database.query(
      `update sync set status = 'error', error_code = 'refused_by_crm', error_message = 'No',
      error_crm_message = 'A rule forbids it' where id = $1`,
      [ids[0]],
    );
    await alerting.look();
    expect(alerting.subjects().slice(2)).toEqual([
      'Integration Queue: Practice CRM: a company fails (1): A rule forbids it',
    ]);
  });

  test('that is muted is not said to be over, and one that goes back and forth is told once in a quarter of an hour', async () => {
    await alerting.add();
    const [id] = await alerting.telling.accept(1);
    await alerting.telling.settle([id!], 'error');
    await alerting.look();
    for (let n = 0; n < 5; n += 1) {
      await alerting.telling.workspace.key.call('POST', '/v1/syncs/retry', { body: { ids: [id] } });
      await alerting.look();
      await alerting.telling.settle([id!], 'error');
      await alerting.look();
    }
    expect(alerting.subjects()).toHaveLength(1);
    await alerting.house.database.query(`update issue set state = 'muted' where workspace_id = $1`, [
      alerting.telling.workspace.workspaceId,
    ]);
    await alerting.pass(60);
    await alerting.look();
    expect(alerting.subjects()).toHaveLength(1);
  });

  test('and 99 others at once are one message', async () => {
    await alerting.add({ ...EMAIL, language: 'de' });
    const ids = await alerting.telling.accept(100);
    await alerting.house.database.query(
      `update sync set status = 'error', error_code = 'invalid_value', error_field = 'field_' || n, error_message = 'Nein'
       from unnest($1::uuid[]) with ordinality as u(id, n) where sync.id = u.id`,
      [ids],
    );
    await alerting.look();
    expect(alerting.mailServer.mails).toHaveLength(1);
    expect(alerting.mailServer.mails[0]!.text).toContain('… und 80 weitere');
    expect(alerting.mailServer.mails[0]!.text.match(/eine Firma schlägt fehl \(1\): Nein/g)).toHaveLength(20);
  });
});

test('a webhook that is switched off because it takes nothing, and on again by a person', async () => {
  await alerting.add({ kind: 'email', emails: ['a@example.com', 'b@example.com'], about: ['webhook'] });
  const webhook = await alerting.telling.add();
  alerting.telling.receiver.reply({ status: 410 });
  await alerting.telling.settle(await alerting.telling.accept(1), 'processed');
  await alerting.telling.deliverAll();
  await alerting.look();
  expect(alerting.mailServer.mails.map(({ to }) => to)).toEqual([['a@example.com'], ['b@example.com']]);
  expect(alerting.subjects()[0]).toContain(`Webhook ${webhook.url} was switched off`);
  const turn = (enabled: boolean) =>
    alerting.telling.workspace.admin.call('PATCH', `/v1/webhooks/${webhook.id}`, { body: { enabled } });
  await turn(true);
  await alerting.pass(15);
  await alerting.look();
  await turn(false);
  await turn(true);
  await alerting.pass(15);
  await alerting.look();
  const back = `Integration Queue: Webhook ${webhook.url} is on again: what waited is sent`;
  expect(alerting.subjects().slice(2)).toEqual([back, back]);
});

test('a digest gathers until its hour is over', async () => {
  const alert = await alerting.add({ ...EMAIL, pace: 'hourly' });
  await alerting.telling.breakIntegration();
  await alerting.telling.settle(await alerting.telling.accept(1), 'error');
  await alerting.look();
  expect(alerting.mailServer.mails).toEqual([]);
  await alerting.pass(60);
  await alerting.look();
  expect(alerting.subjects()).toEqual(['Integration Queue: 2 changes']);
  await alerting.telling.mendIntegration();
  await alerting.house.database.query(`update alert_told set told_at = told_at - interval '15 minutes'`);
  await alerting.look();
  expect(alerting.subjects()).toHaveLength(1);
  const [{ ahead } = { ahead: 0 }] = await alerting.house.database.query<{ ahead: boolean }[]>(
    'select next_at > now() as ahead from alert where id = $1',
    [alert.id],
  );
  expect(ahead).toBe(true);
});

test('a digest with nothing to tell keeps its turns', async () => {
  const alert = await alerting.add({ ...EMAIL, pace: 'daily' });
  await alerting.pass(48 * 60);
  await alerting.senders[0]!.tell();
  const [{ slot } = { slot: '' }] = await alerting.house.database.query<{ slot: string }[]>(
    `select to_char(next_at at time zone 'utc', 'HH24:MI') || (next_at > now())::text as slot from alert where id = $1`,
    [alert.id],
  );
  expect(slot).toBe('07:00true');
});

test('is created, listed, changed, tried and deleted; its address is stored sealed', async () => {
  const { admin } = alerting.telling.workspace;
  const alert = await alerting.add({
    kind: 'slack',
    url: `${alerting.telling.receiver.url}/services/secret`,
    about: ['issue'],
  });
  const rows = await alerting.house.database.query<object[]>('select * from alert where id = $1', [alert.id]);
  expect(JSON.stringify([alert, rows])).not.toContain('services/secret');
  const { body: list } = await admin.call<AlertList>('GET', '/v1/alerts');
  expect(list).toEqual({ items: [alert], nextCursor: null, canEmail: true });
  const path = `/v1/alerts/${alert.id}`;
  const changed = await admin.call<Alert>('PATCH', path, {
    body: { enabled: false, about: ['webhook', 'integration'] },
  });
  expect(changed.body).toMatchObject({ enabled: false, about: ['integration', 'webhook'] });
  alerting.telling.receiver.reply({ status: 200 }, { status: 500, body: 'broken' });
  expect((await admin.call<AlertTest>('POST', `${path}/test`)).body).toEqual({ sent: true, error: null });
  const tooSoon = await admin.call<{ detail: string }>('POST', `${path}/test`);
  expect(tooSoon).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(tooSoon.body.detail).toMatch(/^A test of this alert has just been sent; send the next in \d+ seconds$/);
  expect(Number(tooSoon.headers.get('retry-after'))).toBeGreaterThan(0);
  await alerting.house.database.query(`update alert set last_test_at = now() - interval '30 seconds' where id = $1`, [
    alert.id,
  ]);
  expect((await admin.call<AlertTest>('POST', `${path}/test`)).body).toEqual({
    sent: false,
    error: 'It answered 500: broken',
  });
  await alerting.telling.breakIntegration();
  await alerting.look();
  expect(alerting.telling.receiver.received).toHaveLength(2);
  expect(await admin.call('DELETE', path)).toMatchObject({ status: 204 });
  expect(await admin.refused('GET', path)).toMatchObject({ code: 'not_found' });
});

test('an e-mail that does not go out is sent when the mail server is back', async () => {
  await alerting.add();
  alerting.mailServer.isDown = true;
  await alerting.telling.breakIntegration();
  await alerting.look();
  alerting.mailServer.isDown = false;
  expect(alerting.mailServer.mails).toEqual([]);
  await alerting.pass(2);
  await alerting.look();
  expect(alerting.subjects()).toEqual(['Integration Queue: Practice CRM needs attention']);
});
