import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type ExtensionBrowser } from './browser.ts';
import type { House } from './house.ts';
import { signIn } from './sign-in.ts';
import { companyPage, openPopupOver, servePages, tabIdOf, type WebPages } from './web-pages.ts';

test.use({ houseName: 'outbox' });

interface CrmRecords {
  items: { properties: { name: string }; writes: number }[];
}

const NAMES = ['Acme', 'Bolt', 'Cobalt', 'Dynamo', 'Echo', 'Fjord', 'Gable'];
let pages: WebPages;
let profile: string;
test.beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'outbox-'));
  pages = await servePages(
    Object.fromEntries(NAMES.map((name) => [`/${name}`, companyPage(name, `${name.toLowerCase()}.example`)])),
  );
});
test.afterAll(() => {
  pages.close();
  rmSync(profile, { recursive: true, force: true });
});

/** Presses the keys that send the company of a page, as far as a test can: the browser's own keys reach no test. */
async function pressSendKeys(browser: ExtensionBrowser, page: Page): Promise<void> {
  const tab = { id: await tabIdOf(browser, page), url: page.url() };
  await browser.worker.evaluate((pressed) => {
    const { chrome } = globalThis as unknown as {
      chrome: { commands: { onCommand: { dispatch(name: string, tab: object): void } } };
    };
    chrome.commands.onCommand.dispatch('send-page', pressed);
  }, tab);
}

/** Chooses an entry of the context menu of a page, or of a link on it, which no test can open either. */
async function chooseInMenu(browser: ExtensionBrowser, page: Page, menuItemId: 'page' | 'link', linkUrl?: string) {
  const tab = { id: await tabIdOf(browser, page), url: page.url() };
  await browser.worker.evaluate(
    ([clicked, on]) => {
      const { chrome } = globalThis as unknown as {
        chrome: { contextMenus: { onClicked: { dispatch(clicked: object, tab: object): void } } };
      };
      chrome.contextMenus.onClicked.dispatch(clicked, on);
    },
    [{ menuItemId, linkUrl }, tab] as const,
  );
}

async function sendFromPage(browser: ExtensionBrowser, web: Page, name: string): Promise<void> {
  await web.goto(`${pages.url}/${name}`);
  await pressSendKeys(browser, web);
  await expect(web.locator('integration-queue-toast')).toHaveCount(1);
}

async function namesInCrm(house: House): Promise<string[]> {
  const { items } = await house.crm<CrmRecords>('/api/companies?limit=100');
  return items.map(({ properties }) => properties.name).sort();
}

test('what is sent from anywhere is sent once, whatever happens meanwhile', async ({ house, browsers }) => {
  let browser = await browsers({ profile });
  await signIn(browser, house);
  let web = await browser.context.newPage();

  await test.step('the first send is looked over in the popup', async () => {
    await web.goto(`${pages.url}/Acme`);
    const popup = await openPopupOver(browser, web);
    await popup.getByRole('button', { name: 'Send to CRM' }).click();
    await popup.getByRole('form').getByRole('button', { name: 'Send to CRM' }).click();
    await expect(popup.getByRole('form')).toHaveCount(0);
    await expect.poll(() => namesInCrm(house)).toEqual(['Acme']);
    await popup.close();
  });

  await test.step('keys send at once; the page says so, and it can be undone there while it is held', async () => {
    await house.api.changeIntegration(house.integrationId, { holdSeconds: 60 });
    await sendFromPage(browser, web, 'Bolt');
    await expect.poll(async () => (await house.api.summary()).counts.pending).toBe(1);
    // Behind the page's only link comes the toast's first button.
    await web.getByRole('link', { name: 'Imprint' }).focus();
    await web.keyboard.press('Tab');
    await web.keyboard.press('Enter');
    await expect.poll(async () => (await house.api.summary()).counts.pending).toBe(0);
    await expect(web.locator('integration-queue-toast')).toHaveCount(0);
    await house.api.changeIntegration(house.integrationId, { holdSeconds: 0 });
  });

  await test.step('the context menu sends a page, and a link that was not opened', async () => {
    await web.goto(`${pages.url}/Gable`);
    await chooseInMenu(browser, web, 'page');
    await expect.poll(() => namesInCrm(house)).toEqual(['Acme', 'Gable']);
    await expect(web.locator('integration-queue-toast')).toHaveCount(1);
    await web.reload();
    await chooseInMenu(browser, web, 'link', 'https://www.harbor.example/about');
    await expect.poll(() => namesInCrm(house)).toEqual(['Acme', 'Gable', 'Harbor']);
    await expect(web.locator('integration-queue-toast')).toHaveCount(1);
  });

  await test.step('while the API is down sends wait, are seen, and one is cancelled and sent again', async () => {
    await house.stopApi();
    for (const name of ['Cobalt', 'Dynamo', 'Echo']) await sendFromPage(browser, web, name);
    const popup = await openPopupOver(browser, web);
    const outbox = popup.locator('section.outbox');
    await expect(outbox.locator('li')).toHaveCount(3);
    await outbox.locator('li', { hasText: 'Dynamo' }).getByRole('button', { name: 'Cancel' }).click();
    await expect(outbox.locator('li')).toHaveCount(2);
    await sendFromPage(browser, web, 'Dynamo');
    await expect(outbox.locator('li')).toHaveCount(3);
    await expect.poll(() => browser.badge()).not.toBe('');
  });

  await test.step('the browser is started again with a full outbox: three records, none twice', async () => {
    await browser.context.close();
    browser = await browsers({ profile });
    const popup = await browser.open('popup.html');
    await expect(popup.locator('section.outbox li')).toHaveCount(3);
    await house.startApi();
    await expect(popup.locator('section.outbox li')).toHaveCount(0, { timeout: 60_000 });
    await expect.poll(() => namesInCrm(house)).toEqual(['Acme', 'Cobalt', 'Dynamo', 'Echo', 'Gable', 'Harbor']);
    await popup.close();
  });

  await test.step('the worker is stopped in the middle of a send, whose answer is lost: one record', async () => {
    web = await browser.context.newPage();
    await web.goto(`${pages.url}/Fjord`);
    let hasArrived = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (hasArrived = resolve));
    await browser.context.route('**/v1/syncs', async (route) => {
      await route.fetch();
      hasArrived();
    });
    await pressSendKeys(browser, web);
    await arrived;
    await browser.context.unroute('**/v1/syncs');
    const options = await browser.open('options.html');
    const devTools = await browser.context.newCDPSession(options);
    await devTools.send('ServiceWorker.enable');
    await devTools.send('ServiceWorker.stopAllWorkers');
    const popup = await browser.open('popup.html');
    await expect(popup.locator('li.row', { hasText: 'Fjord' })).toHaveCount(1);
    await expect(popup.locator('section.outbox li')).toHaveCount(0, { timeout: 60_000 });
    await expect
      .poll(() => namesInCrm(house))
      .toEqual(['Acme', 'Cobalt', 'Dynamo', 'Echo', 'Fjord', 'Gable', 'Harbor']);
    const { items } = await house.api.listSyncs({ q: 'Fjord' });
    expect(items).toHaveLength(1);
  });
});
