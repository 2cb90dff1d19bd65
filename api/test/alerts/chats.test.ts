import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert } from '@integration-queue/shared/alert';
import { until } from '../until.js';
import { Alerting } from './alerting.js';

let alerting: Alerting;

beforeAll(async () => {
  alerting = await Alerting.open();
});
afterAll(() => alerting.close());
beforeEach(() => alerting.begin());
afterEach(() => alerting.end());

describe('to a chat', () => {
  const slack = () => alerting.add({ kind: 'slack', url: `${alerting.telling.receiver.url}/services/secret` });

  test('arrives as its incoming webhook takes it, and calls nobody', async () => {
    const alert = await slack();
    expect(alert.to).toBe(new URL(alerting.telling.receiver.url).host);
    await alerting.house.database.query(
      `update integration set name = '<!channel> & <https://evil.example|CRM>' where id = $1`,
      [alerting.telling.workspace.integrationId],
    );
    await alerting.telling.breakIntegration();
    await alerting.look();
    const [{ path, body } = { path: '', body: '{}' }] = alerting.telling.receiver.received;
    expect(path).toBe('/services/secret');
    const { text } = JSON.parse(body) as { text: string };
    expect(text).toContain('&lt;!channel&gt; &amp; &lt;https://evil.example|CRM&gt; needs attention');
    expect(text).not.toMatch(/[<>]/);
  });

  test('that does not take it is told later, once, and shows why until then', async () => {
    const alert = await slack();
    alerting.telling.receiver.reply({ status: 404, body: 'no_service' });
    await alerting.telling.breakIntegration();
    await alerting.look();
    await alerting.look();
    expect(alerting.telling.receiver.received).toHaveLength(1);
    const { admin } = alerting.telling.workspace;
    const failing = await admin.call<Alert>('GET', `/v1/alerts/${alert.id}`);
    expect(failing.body.error?.message).toBe('It answered 404: no_service');
    await alerting.pass(2);
    await alerting.look();
    expect(alerting.telling.receiver.received).toHaveLength(2);
    expect((await admin.call<Alert>('GET', `/v1/alerts/${alert.id}`)).body).toMatchObject({
      error: null,
      lastSentAt: expect.any(String),
    });
  });

  test('that is silent keeps no other alert waiting', async () => {
    await slack();
    alerting.telling.receiver.reply('silence');
    await alerting.add();
    await alerting.telling.breakIntegration();
    const looking = alerting.look();
    await until(() => alerting.telling.receiver.received.length === 1 && alerting.subjects().length === 1);
    alerting.telling.receiver.cut();
    await looking;
  });
});
