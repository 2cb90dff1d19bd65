import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'webhooks' });

const WIDE = { width: 1100, height: 900 };

/** A program of somebody's, or a chat: it takes what it is sent. */
async function startReceiver() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      bodies.push(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    bodies,
    close: () => server.close().closeAllConnections(),
  };
}

test('a webhook is added, told of what happens, and looked after', async ({ house, browsers }) => {
  const receiver = await startReceiver();
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open('options.html#webhooks', WIDE);
  await page.getByRole('textbox', { name: 'Address' }).fill('http://169.254.169.254/');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('textbox', { name: /^Signing secret/ })).toHaveValue(/^whsec_/);

  await house.api.createSync({ integrationId: house.integrationId, company: { name: 'Told GmbH' } });
  await expect
    .poll(() => receiver.bodies.map((body) => (JSON.parse(body) as { type: string }).type))
    .toEqual(['sync.processed']);

  const card = page.getByRole('article', { name: receiver.url });
  await card.getByText('Events, messages and secret').click();
  await expect(card.getByRole('listitem')).toHaveText([/Delivered.*An entry was processed/]);
  await card.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => receiver.bodies.length).toBe(2);
  expect(receiver.bodies[1]).toBe(receiver.bodies[0]);
  await card.getByRole('checkbox', { name: 'An entry was processed' }).uncheck();
  await expect.poll(async () => (await house.api.listWebhooks()).items[0]?.events).not.toContain('sync.processed');
  await card.getByRole('switch').focus();
  await page.keyboard.press('Space');
  await expect(card.getByText('Switched off')).toBeVisible();
  await card.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('No address is told of anything yet.')).toBeVisible();
  receiver.close();
});

test('an alert to a chat is added, tried, changed and deleted', async ({ house, browsers }) => {
  const chat = await startReceiver();
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open('options.html#alerts', WIDE);
  await expect(page.getByText('This server has no mail server')).toBeVisible();
  await page.getByRole('textbox', { name: 'Address of the chat’s incoming webhook' }).fill(chat.url);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const card = page.getByRole('article', { name: new URL(chat.url).host });
  await card.getByText('What, how often and in which language').click();
  await card.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The test message is on its way.')).toBeVisible();
  expect(chat.bodies.map((body) => (JSON.parse(body) as { text: string }).text)).toEqual([
    '*Integration Queue*\nThis is a test. Alerts arrive here.',
  ]);
  await card.getByRole('combobox', { name: 'How often at most' }).selectOption('daily');
  await card.getByRole('checkbox', { name: 'A webhook was switched off' }).uncheck();
  await expect
    .poll(async () => (await house.api.listAlerts()).items)
    .toMatchObject([{ pace: 'daily', about: ['integration', 'issue'] }]);
  await card.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Nobody is told of anything yet.')).toBeVisible();
  chat.close();
});
