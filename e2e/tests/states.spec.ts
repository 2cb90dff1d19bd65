import type { Page } from '@playwright/test';
import { expect, test, type ExtensionBrowser } from './browser.ts';
import type { House } from './house.ts';
import { look as lookAt } from './look.ts';
import { signIn } from './sign-in.ts';
import { companyPage, openPopupOver, servePages, type WebPages } from './web-pages.ts';

test.use({ houseName: 'states' });

const BUTTON = 'integration-queue-button';

let pages: WebPages;
test.beforeAll(async ({ house }) => {
  pages = await servePages({ '/bolt': companyPage('Bolt AG', 'bolt.example') });
  await Promise.all(['Bolt Inc', 'Bolt GmbH'].map((name) => typeIn(house, name, 'bolt.example')));
  await house.api.connectIntegration({
    provider: 'practice',
    name: 'Zweites CRM',
    settings: { baseUrl: house.practiceCrmUrl },
    credentials: { token: 'practice-token' },
  });
});
test.afterAll(() => pages.close());

async function typeIn(house: House, name: string, domain: string): Promise<string> {
  const body = JSON.stringify({ properties: { name, domain } });
  const answer = await fetch(`${house.practiceCrmUrl}/api/companies`, { method: 'POST', body });
  return ((await answer.json()) as { id: string }).id;
}

/** Switches the buttons of the practice CRM's pages on, as the options do. */
function showButtons(browser: ExtensionBrowser, house: House): Promise<void> {
  return browser.worker.evaluate((origin) => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { set(items: object): Promise<void> } } };
    };
    return chrome.storage.local.set({ 'crmHosts@1': JSON.stringify([{ provider: 'practice', origin }]) });
  }, new URL(house.practiceCrmUrl).origin);
}

/** As if what waits had left long ago, and its answer had been lost. */
function loseTrackOfSends(browser: ExtensionBrowser): Promise<void> {
  return browser.worker.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: {
        storage: { local: { get(key: string): Promise<Record<string, string>>; set(items: object): Promise<void> } };
      };
    };
    const { 'outbox@1': text = '[]' } = await chrome.storage.local.get('outbox@1');
    const problem = { code: 'maybe_sent', message: '' };
    const entries = (JSON.parse(text) as object[]).map((entry) => ({ ...entry, state: 'refused', problem }));
    await chrome.storage.local.set({ 'outbox@1': JSON.stringify(entries) });
  });
}

for (const language of ['en', 'de', 'nl'] as const) {
  test(`what comes and goes is readable as well: ${language}`, async ({ house, browsers }) => {
    test.setTimeout(300_000);
    const browser = await browsers({ language });
    const dark = language === 'en' ? 'checked' : 'pictured';
    const look = (page: Page, state: string, within?: string) =>
      lookAt(page, `state-${state}-${language}`, { dark, within });
    await (await signIn(browser, house)).close();
    const web = await browser.context.newPage();
    await web.goto(`${pages.url}/bolt`);
    const popup = await openPopupOver(browser, web);
    const sheet = popup.locator('form.sheet');

    await test.step('an empty list, several CRMs, and records that may be the company of the page', async () => {
      await expect(popup.locator('.crm-chips button')).toHaveCount(2);
      await expect(popup.locator('.page-company-state .link')).toHaveCount(2);
      await look(popup, 'popup-empty');
    });

    await test.step('the help', async () => {
      await popup.keyboard.press('?');
      await expect(popup.locator('dialog')).toBeVisible();
      await look(popup, 'help');
      await popup.keyboard.press('Escape');
      await expect(popup.locator('dialog')).toHaveCount(0);
    });

    await test.step('a task, and a deal that is refused', async () => {
      await popup.locator('[data-preview]').click();
      await sheet.locator('.object-choice button').nth(2).click();
      await expect(sheet.locator('[name=own-subject]')).toBeVisible();
      await look(popup, 'send-task');
      await sheet.locator('.object-choice button').nth(1).click();
      const stage = sheet.locator('select[name=own-stage]');
      await stage.evaluate((select: HTMLSelectElement) => select.add(new Option('Gone', 'gone')));
      await stage.selectOption('gone');
      await sheet.locator('button[type=submit]').click();
      await expect(stage).toHaveAttribute('aria-invalid', 'true');
      await look(popup, 'send-refused');
      await sheet.locator('.object-choice button').first().click();
    });

    await test.step('the server away, a send that waits for it, and what is said of it', async () => {
      await browser.context.route(`${house.apiUrl}/**`, (route) => route.abort());
      await sheet.locator('button[type=submit]').click();
      await expect(popup.locator('section.outbox li')).toHaveCount(1);
      await expect(popup.locator('.banner.offline')).toBeVisible();
      await expect(popup.locator('.toast')).toHaveCount(1);
      await look(popup, 'popup-offline');
      await popup.locator('.toast button').last().click();
      await loseTrackOfSends(browser);
      await expect(popup.locator('section.outbox li button')).toHaveCount(2);
      await look(popup, 'popup-unsure');
      await popup.locator('section.outbox li button').last().click();
      await expect(popup.locator('section.outbox')).toHaveCount(0);
      await browser.context.unroute(`${house.apiUrl}/**`);
    });

    await test.step('the button in a CRM’s page, with its card', async () => {
      const id = await typeIn(house, `Bolt ${language}`, `bolt-${language}.example`);
      await showButtons(browser, house);
      await web.goto(`${house.practiceCrmUrl}/companies/${id}`);
      await expect(web.locator(`${BUTTON} .absent .main`)).toBeVisible();
      await web.locator(`${BUTTON} .more`).click();
      await expect(web.locator(`${BUTTON} [role=dialog]`)).toBeVisible();
      await look(web, 'crm-card', BUTTON);
    });

    await test.step('what is notified of', async () => {
      const options = await browser.open('options.html#notifications', { width: 900, height: 700 });
      await expect(options.locator('.notification-kinds li')).toHaveCount(3);
      await look(options, 'notifications');
    });
  });
}

test('nothing moves for those who asked for that', async ({ house, browsers }) => {
  const browser = await browsers();
  await (await signIn(browser, house)).close();
  const web = await browser.context.newPage();
  await web.goto(`${pages.url}/bolt`);
  const popup = await openPopupOver(browser, web);
  const moving = () =>
    popup.evaluate(() =>
      [...document.querySelectorAll('*')]
        .flatMap((element) => [null, '::before', '::after'].map((part) => getComputedStyle(element, part)))
        .filter((style) => style.animationName !== 'none' || style.transitionDuration !== '0s')
        .map(({ animationName, transitionProperty }) => `${animationName} ${transitionProperty}`),
    );
  await popup.locator('[data-preview]').click();
  await expect(popup.locator('form.sheet')).toBeVisible();
  expect(await moving()).not.toEqual([]);
  await popup.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toEqual([]);
  expect(await popup.evaluate(() => document.getAnimations().length)).toBe(0);
});
