import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { look as lookAt } from './look.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'overview' });

const WIDE = { width: 1280, height: 900 };

const look = (page: Page, name: string) => lookAt(page, name, { dark: 'left out' });

test('entries are narrowed down by time, saved as a file, and deleted by the hundred', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.api.pauseIntegration(house.integrationId);
  const send = (count: number, name: string) =>
    house.api.createSyncs(
      Array.from({ length: count }, (_, index) => ({
        integrationId: house.integrationId,
        company: { name: `${name} ${index}`, domain: `${name.toLowerCase()}-${index}.example` },
      })),
    );
  await send(320, 'Waiting');
  await send(3, '=Formula');

  const page = await browser.open('overview.html', WIDE);
  await expect(page.locator('li.row').first()).toBeVisible();
  await test.step('of hundreds of rows those in sight are drawn, and keys and the focus know no difference', async () => {
    const rows = page.locator('li.row');
    const focused = page.locator('li.row:focus-within');
    // Rows come in by themselves while nobody is at the list.
    await expect(page.getByRole('button', { name: 'Load more' })).toBeAttached();
    await rows.first().locator('[data-row]').focus();
    await expect(async () => {
      // The last one that is loaded; more are loaded meanwhile.
      await page.keyboard.press('End');
      await expect(focused).toHaveAttribute('aria-posinset', '323', { timeout: 200 });
    }).toPass();
    await expect(focused).toHaveAttribute('aria-setsize', '323');
    await expect(focused).toBeInViewport();
    expect(await rows.count()).toBeLessThan(150);
    await page.locator('.list').evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    await expect(page.locator('li.row[aria-posinset="162"]')).toBeInViewport();
    await expect(focused).toHaveAttribute('aria-posinset', '323');
    await page.keyboard.press('ArrowUp');
    await expect(focused).toHaveAttribute('aria-posinset', '322');
    await expect(focused).toBeInViewport();
  });
  await test.step('an entry is opened in a tab of its own', async () => {
    await page.keyboard.press('Home');
    const opened = browser.context.waitForEvent('page');
    await page
      .locator('li.row [data-row]')
      .first()
      .click({ modifiers: ['Control'] });
    await expect((await opened).getByRole('article', { name: '=Formula 2' })).toBeVisible();
    await (await opened).close();
    await expect(page.getByRole('article')).toHaveCount(0);
  });
  await page.getByRole('combobox', { name: 'Sent by' }).selectOption({ label: 'me' });
  await expect(page).toHaveURL(/trigger=manual&by=/);
  await expect(page.getByText('No entry matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all entries' }).click();
  await page.getByText('Columns', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'Started by' }).check();
  await expect(page.locator('li.row .row-meta').first()).toContainText('API key');
  await look(page, 'overview-columns');
  await page.getByText('Columns', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Last 7 days' });
  await expect(page).toHaveURL(/\?period=week$/);
  await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Own dates' });
  await page.getByLabel('From').fill('2020-01-01');
  await page.getByLabel('To').fill('2020-01-31');
  await expect(page.getByText('No entry matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all entries' }).click();
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveValue('');

  await page.getByRole('searchbox').fill('formula');
  await expect(page.locator('li.row')).toHaveCount(3);
  await page.getByRole('checkbox', { name: 'Select the rows shown' }).check();
  await page.getByRole('button', { name: 'Select all 3 that match' }).click();
  await look(page, 'overview-bulk');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('id,status,');
  expect(lines[1]).toContain(`,'=Formula 2,`);
  await expect(page.getByText('3 entries saved as a file.')).toBeVisible();

  await page.getByRole('searchbox').fill('waiting');
  await expect(page.locator('li.row').first()).toContainText('Waiting 319');
  await page.getByRole('checkbox', { name: 'Select the rows shown' }).check();
  await page.getByRole('button', { name: 'Select all 320 that match' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).last().click();
  await expect(page.getByRole('dialog')).toContainText('Delete 320 entries?');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await house.api.summary()).counts.pending).toBe(3);

  await page.getByRole('searchbox').fill('');
  await expect(page).not.toHaveURL(/q=/);
  await house.api.resumeIntegration(house.integrationId);
  await expect.poll(async () => (await house.api.summary()).counts.processed).toBe(3);
  await page.reload();
  await page.getByText(/ to .*: 3 processed, 0 failed/).click();
  await page.getByRole('region', { name: 'Processed and failed per day' }).getByRole('button').click();
  await expect(page.locator('li.row')).toHaveCount(3);
  await look(page, 'overview-day');

  await page.locator('li.row [data-row]').first().focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 selected')).toBeHidden();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help.getByText('Select the row')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  await page.getByRole('button', { name: 'Keep this view' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('That day');
  await page.keyboard.press('Enter');
  const openWith = page.getByRole('button', { name: 'Open with this' });
  expect(await textLeft(openWith)).toBe(await textLeft(page.getByText('That day', { exact: true })));
  await openWith.click();
  await expect(page.getByText('opens first')).toBeVisible();
  await look(page, 'overview-views');
  await page.goto(page.url().split('?')[0]!);
  await expect(page).toHaveURL(/\?from=/);
  await expect(page.getByRole('button', { name: 'That day opens first' })).toHaveAttribute('aria-current', 'true');
  await page.setViewportSize({ width: 380, height: 700 });
  await look(page, 'overview-narrow');
});

/** Where what an element says begins. */
const textLeft = (element: Locator) =>
  element.evaluate((node) => {
    const text = document.createRange();
    text.selectNodeContents(node);
    return text.getBoundingClientRect().left;
  });
