import type { Locator, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'keyboard' });

test('the popup is used by keyboard alone: search, move, open, back, delete, undo, retry', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.setFaults({ refuse: [{ field: 'name', value: 'Refused Ltd' }] });
  await house.api.createSyncs(
    ['Alpha Ltd', 'Refused Ltd'].map((name) => ({
      integrationId: house.integrationId,
      company: { name, domain: `${name.split(' ')[0]!.toLowerCase()}.example` },
    })),
  );
  await expect.poll(async () => (await house.api.summary()).counts).toMatchObject({ processed: 1, error: 1 });
  await house.api.pauseIntegration(house.integrationId);
  await house.api.createSync({
    integrationId: house.integrationId,
    company: { name: 'Waiting Ltd', domain: 'waiting.example' },
  });

  const popup = await browser.open('popup.html');
  const rows = popup.locator('li.row');
  await expect(rows).toHaveCount(3);
  const focused = () =>
    popup.evaluate(() => document.activeElement?.closest('li')?.dataset['id'] ?? document.activeElement?.tagName);

  await popup.keyboard.press('/');
  expect(await focused()).toBe('INPUT');
  await popup.keyboard.type('waiting');
  await expect(rows).toHaveCount(1);
  await popup.keyboard.press('ArrowDown');
  await popup.keyboard.press('Delete');
  await expect(rows).toHaveCount(0);
  await popup.getByRole('status').getByRole('button', { name: 'Undo' }).focus();
  await popup.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);

  await popup.keyboard.press('/');
  await popup.keyboard.press('Control+a');
  await popup.keyboard.press('Backspace');
  await expect(rows).toHaveCount(3);
  await popup.keyboard.press('ArrowDown');
  await popup.keyboard.press('ArrowDown');
  await popup.keyboard.press('Enter');
  await expect(popup.getByRole('article', { name: 'Refused Ltd' })).toBeVisible();
  await popup.keyboard.press('Escape');
  await expect(rows).toHaveCount(3);
  // Back at the row it was opened from.
  await expect.poll(focused).toBe(await popup.locator('li.row.error').getAttribute('data-id'));

  await house.setFaults({ refuse: [] });
  await house.api.resumeIntegration(house.integrationId);
  await popup.keyboard.press('r');
  await expect.poll(async () => (await house.api.summary()).counts).toMatchObject({ processed: 3, error: 0 });
});

const WIDE = { width: 1280, height: 900 };

test('a field mapping is opened, changed, undone and saved by keyboard alone', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open('options.html', WIDE);
  await press(page, page.getByRole('link', { name: 'Field mapping' }).first(), 'Enter');
  await press(page, page.getByRole('link', { name: /^Practice CRM/ }), 'Enter');
  const line = (target: string) => page.locator(`[data-target="${target}"]`);
  const summary = (target: string) => line(target).locator('.mapping-summary');
  const source = (target: string) => line(target).getByRole('combobox', { name: 'Our field' });

  await test.step('a source that cannot be is told at its row, and undone', async () => {
    await press(page, summary('employees'), 'Enter');
    await expect(summary('employees')).toHaveAttribute('aria-expanded', 'true');
    await press(page, source('employees'), 'n', 'a', 'm', 'e', 'Enter');
    await expect(summary('employees')).toContainText('Name');
    await expect(line('employees').locator('.row-problem')).toContainText('takes a number');
    await page.keyboard.press('Control+z');
    await expect(line('employees').locator('.row-problem')).toHaveCount(0);
    await expect(source('employees')).toBeFocused();
  });
  await test.step('a row is removed, and the focus goes on from there', async () => {
    await press(page, line('employees').getByRole('button', { name: 'Remove this row' }), 'Enter');
    await expect(summary('annual_revenue')).toBeFocused();
  });
  await test.step('a field that is not sent is sent, and its row has the focus', async () => {
    const unsent = page.locator('.unsent');
    await press(page, unsent.locator('summary'), 'Enter');
    await press(page, line('employees').getByRole('button', { name: 'Send a value' }), 'Enter');
    await expect(summary('employees')).toBeFocused();
    await expect(summary('employees')).toHaveAttribute('aria-expanded', 'true');
    await press(page, source('employees'), ...'number of v', 'Enter');
    await expect(summary('employees')).toContainText('Number of visits');
  });
  await test.step('it is saved, and the focus stays', async () => {
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await press(page, save, 'Enter');
    await expect(page.getByText('Version 2 is in force.').first()).toBeVisible();
    await expect(save).toBeFocused();
    expect((await house.api.getMapping(house.integrationId, 'company')).version).toBe(2);
  });
});

test('issues are checked, sent again and muted by keyboard alone', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  const refuse = [
    { field: 'city', value: 'Nowhere' },
    { field: 'street', value: 'No Street 1' },
  ];
  await house.setFaults({ refuse });
  const companies = [
    { name: 'Delta Ltd', domain: 'delta.example', city: 'Nowhere' },
    { name: 'Echo Ltd', domain: 'echo.example', city: 'Nowhere' },
    { name: 'Golf Ltd', domain: 'golf.example', street: 'No Street 1' },
  ];
  await house.api.createSyncs(companies.map((company) => ({ integrationId: house.integrationId, company })));
  await expect.poll(async () => (await house.api.summary()).counts.error, { timeout: 60_000 }).toBe(3);

  const page = await browser.open('overview.html', WIDE);
  await press(page, page.getByRole('link', { name: /^Issues/ }).first(), 'Enter');
  const card = (text: string) => page.getByRole('article').filter({ hasText: text });
  const city = card('Field city');
  const check = city.getByRole('button', { name: 'Check' });
  await press(page, check, 'Enter');
  await expect(city.getByRole('status')).toContainText('cannot be told');
  await expect(check).toBeFocused();
  await house.setFaults({ refuse: refuse.slice(1) });
  await press(page, city.getByRole('button', { name: 'Retry these 2' }), 'Enter');
  await expect(city).toContainText('2 were sent again.', { timeout: 60_000 });
  await expect(city).toBeFocused();
  const street = card('Field street');
  await press(page, street.getByRole('button', { name: 'Mute' }), 'Enter');
  await expect(street.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect(street).toBeFocused();
});

/** Goes on with Tab until it is there, then presses these keys. */
async function press(page: Page, target: Locator, ...keys: string[]): Promise<void> {
  await target.waitFor();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; !(await isThere()); steps += 1) {
    expect(steps, 'Tab comes to it').toBeLessThan(200);
    await page.keyboard.press('Tab');
  }
  for (const key of keys) await page.keyboard.press(key);
}
