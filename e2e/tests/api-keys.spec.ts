import { expect, test } from './browser.ts';
import type { House } from './house.ts';
import { look } from './look.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'api-keys' });

const WIDE = { width: 1100, height: 1200 };

const statusOf = async (house: House, key: string) =>
  (await fetch(`${house.apiUrl}/v1/me`, { headers: { authorization: `Bearer ${key}` } })).status;

test('a key is made, used, rotated with overlap and deleted', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open('options.html#api-keys', WIDE);
  await page.getByRole('textbox', { name: 'Name' }).fill('Enrichment');
  await page.getByRole('checkbox', { name: 'See companies' }).check();
  await page.getByRole('button', { name: 'Make key' }).click();
  const card = page.getByRole('article', { name: 'Enrichment' });
  const shown = card.getByRole('textbox');
  await expect(shown).toHaveValue(/^iq_key_/);
  const first = await shown.inputValue();
  await expect(card).toContainText('See entries, Send, delete and retry, See companies');
  expect(await statusOf(house, first)).toBe(200);
  await look(page, 'api-key-made-en', { fullPage: true });

  await card.getByRole('button', { name: 'Rotate', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(shown).not.toHaveValue(first);
  const second = await shown.inputValue();
  expect([await statusOf(house, first), await statusOf(house, second)]).toEqual([200, 200]);
  await expect(card).toContainText('Its secret before the last rotation works until');

  await page.reload();
  await expect(card).toBeVisible();
  await expect(shown).toHaveCount(0);
  await card.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(card).toHaveCount(0);
  expect([await statusOf(house, first), await statusOf(house, second)]).toEqual([401, 401]);
});
