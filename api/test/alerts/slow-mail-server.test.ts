import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Alert } from '@integration-queue/shared/alert';
import { MOST_ALERT_EMAILS } from '@integration-queue/shared/alert-choices';
import { Mailer, MESSAGE_PATIENCE_MS } from '../../src/alerts/sending/mailer.js';
import { holdAlert } from '../../src/alerts/sql/hold-alert.js';
import { ApiHouse } from '../http/api-house.js';

let house: ApiHouse;
let silent: Server;
let url: string;

beforeAll(async () => {
  silent = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  house = await ApiHouse.open({ SMTP_URL: url, MAIL_FROM: 'queue@example.com' });
});
afterAll(async () => {
  await house.close();
  silent.close();
});

test('a mail server that never takes a message is given up in the time that is set', async () => {
  const mailer = new Mailer(url, 'queue@example.com', 50);
  const message = { subject: 'A', paragraphs: ['B'] };
  await expect(mailer.send(['a@example.com'], message)).rejects.toThrow(/did not take the message within 0.05 seconds/);
  mailer.close();
});

test('an alert is held while each of its addresses takes as long as it may', async () => {
  const { admin } = await house.newWorkspace();
  const { body } = await admin.call<Alert>('POST', '/v1/alerts', {
    body: { kind: 'email', emails: ['a@example.com'] },
  });
  expect(await holdAlert(house.database, body.id, randomUUID())).toMatchObject({ id: body.id });
  const pass = (ms: number) =>
    house.database.query(`update alert set lease_until = lease_until - $2 * interval '1 ms' where id = $1`, [
      body.id,
      ms,
    ]);
  await pass(MOST_ALERT_EMAILS * MESSAGE_PATIENCE_MS);
  expect(await holdAlert(house.database, body.id, randomUUID())).toBeNull();
  await pass(60_000);
  expect(await holdAlert(house.database, body.id, randomUUID())).toMatchObject({ id: body.id });
});
