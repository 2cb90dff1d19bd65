import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { look as lookAt } from './look.ts';
import { fillScreens, needsAttention } from './screen-data.ts';
import { signIn } from './sign-in.ts';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 380, height: 600 };
/** A button whose words are in two lines is higher. */
const ONE_LINE = 34;

test.use({ houseName: 'screens' });

let filled: Promise<{ triggerId: string }> | undefined;
test.beforeEach(async ({ house }) => void (await (filled ??= fillScreens(house))));

for (const language of ['en', 'de', 'nl'] as const) {
  test(`every screen is readable: ${language}`, async ({ house, browsers }) => {
    test.setTimeout(300_000);
    const { triggerId } = await filled!;
    const browser = await browsers({ language });
    const dark = language === 'en' ? 'checked' : 'pictured';
    const look = (page: Page, screen: string, how: { fullPage?: boolean } = {}) =>
      lookAt(page, `${screen}-${language}`, { ...how, dark });

    await test.step('the popup and an entry', async () => {
      const signedOut = await browser.open('popup.html');
      await signedOut.getByRole('link').first().waitFor();
      await look(signedOut, 'popup-signed-out');
      await signedOut.close();
      await (await signIn(browser, house)).close();

      const popup = await browser.open('popup.html');
      await expect(popup.locator('li.row').nth(3)).toBeVisible();
      await expect(popup.locator('.banner.attention')).toBeVisible();
      await look(popup, 'popup');
      const { height } = (await popup.locator('.popup-footer button').boundingBox())!;
      expect(height).toBeLessThan(ONE_LINE);
      await expect.poll(() => browser.badge()).toContain('!');
      await popup.locator('li.row.processed [data-row]').first().click();
      await expect(popup.locator('.fields li.dropped')).toBeVisible();
      await look(popup, 'entry-processed');
      await popup.keyboard.press('Escape');
      await popup.locator('li.row.error [data-row]').first().click();
      await popup.locator('.retry-choices summary').click();
      await look(popup, 'entry-error');
      await popup.close();
    });

    await test.step('the overview, with an entry and a selection', async () => {
      const page = await browser.open('overview.html', WIDE);
      await expect(page.locator('.issue-strip li')).toHaveCount(4);
      await look(page, 'overview');
      await page.locator('.select-all input').check();
      await page.locator('.bulk-bar .retry-choices summary').click();
      await page.locator('li.row.processed [data-row]').first().click();
      await expect(page.locator('.fields li.altered')).toBeVisible();
      await look(page, 'overview-selected');
      await page.keyboard.press('Escape');
      await page.setViewportSize(NARROW);
      await page.locator('.bulk-bar .retry-choices button').scrollIntoViewIfNeeded();
      await look(page, 'overview-selected-narrow');
      await page.close();
    });

    await test.step('the options', async () => {
      const page = await browser.open('options.html', { width: 900, height: 800 });
      const show = (place: string) => page.goto(`chrome-extension://${browser.extensionId}/options.html#${place}`);
      await page.getByText(house.email).waitFor();
      await look(page, 'options-connection');

      await page.setViewportSize(WIDE);
      await show('integrations');
      await expect(page.getByText('Practice CRM').first()).toBeVisible();
      await look(page, 'options-integrations');

      await page.setViewportSize({ width: 1100, height: 900 });
      await show('triggers');
      await expect(page.locator('.trigger').first()).toBeVisible();
      await look(page, 'triggers', { fullPage: true });
      await show(`triggers/${triggerId}`);
      await page.locator('.trigger-form button.button:not(.small):not(.primary)').click();
      await expect(page.locator('.tested, .card [role=status]').first()).toBeVisible();
      await look(page, 'trigger-editor', { fullPage: true });

      for (const screen of ['webhooks', 'alerts']) {
        await show(screen);
        await page.locator('article summary').click();
        await expect(page.locator('article fieldset')).toBeVisible();
        await look(page, screen, { fullPage: true });
      }
      await show('api-keys');
      await expect(page.locator('.new-api-key')).toBeVisible();
      await look(page, 'options-api-keys', { fullPage: true });
      await page.close();
    });

    await test.step('the issues and the mapping editor, with a CRM that answers', async () => {
      // Paused, it is not tried again, and stays in need of attention.
      await house.api.pauseIntegration(house.integrationId);
      await house.setFaults({ expiredToken: false });

      const issues = await browser.open('overview.html#issues', WIDE);
      const first = issues.locator('[data-issue]').first();
      await expect(issues.locator('[data-issue]')).toHaveCount(7);
      await first.locator('.buttons > button').first().click();
      await expect(first.locator('.check-result')).toBeVisible();
      await first.locator('.retry-choices summary').click();
      await look(issues, 'issues');
      await issues.setViewportSize(NARROW);
      await first.locator('.retry-choices button').scrollIntoViewIfNeeded();
      await look(issues, 'issues-narrow');
      await issues.close();

      const page = await browser.open(`options.html#mapping/${house.integrationId}/company/city`, WIDE);
      const line = (target: string) => page.locator(`[data-target="${target}"]`);
      await expect(line('city').locator('.mapping-summary')).toHaveAttribute('aria-expanded', 'true');
      await expect(line('name').locator('.required')).toBeVisible();
      await line('employees').locator('.mapping-summary').click();
      await line('employees').getByRole('radio').nth(1).check();
      await line('employees').getByRole('textbox').fill('viele');
      await expect(line('employees').locator('.row-problem')).toBeVisible();
      await page.locator('.preview').getByRole('combobox').click();
      await page.locator('.preview').getByRole('option').first().click();
      await expect(page.locator('.preview .fields li').first()).toBeVisible();
      await page.locator('.unsent > summary').click();
      await line('lifecycle_stage').getByRole('button').click();
      await line('lifecycle_stage').getByRole('combobox').nth(1).fill('industry');
      await page.keyboard.press('Enter');
      const translation = line('lifecycle_stage').locator('.translation');
      await translation.getByRole('combobox').first().fill('Customer');
      await page.keyboard.press('Enter');
      // The bar at the bottom is over nothing there.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await look(page, 'mapping', { fullPage: true });
      await page.setViewportSize(NARROW);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await look(page, 'mapping-narrow', { fullPage: true });
      await page.close();
      await house.setFaults({ expiredToken: true });
      await house.api.resumeIntegration(house.integrationId);
      await needsAttention(house);
    });
  });
}
