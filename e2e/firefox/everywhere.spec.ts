import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElementHandle, Page } from 'puppeteer-core';
import { expect, test } from '../tests/browser.ts';
import { companyPage, servePages, type WebPages } from '../tests/web-pages.ts';
import { type ExtensionFirefox, type FirefoxProfile, openFirefox } from './firefox.ts';
import { rows, send, signIn, texts, waitForText, writesTo } from './popup.ts';

test.use({ houseName: 'firefox-everywhere' });

/** As narrow as Firefox opens one at first. */
const SIDEBAR = { width: 272, height: 720 };
const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));
const TAG = 'integration-queue-button';

let firefox: ExtensionFirefox;
let profile: FirefoxProfile;
let websites: WebPages;
test.beforeAll(async () => {
  profile = { folder: mkdtempSync(join(tmpdir(), 'firefox-')), uuid: randomUUID() };
  [firefox, websites] = await Promise.all([
    openFirefox(profile),
    servePages({
      '/gamma': companyPage('Gamma GmbH', 'gamma.example'),
      '/delta': companyPage('Delta GmbH', 'delta.example'),
    }),
  ]);
});
test.afterAll(async () => {
  websites.close();
  await firefox.close();
  rmSync(profile.folder, { recursive: true, force: true });
});

test('Firefox has the sheet, the button in CRM pages, the menus, the overview, and an outbox that outlives it', async ({
  house,
}) => {
  const options = await signIn(firefox, house);
  await house.api.changeIntegration(house.integrationId, { holdSeconds: 0 });

  await test.step('the company of a page is looked over and sent with a deal', async () => {
    const popup = await firefox.openPopupOn(`${websites.url}/gamma`);
    await waitForText(popup, '.page-company', 'Not in Practice CRM yet');
    await popup.locator('[data-preview]').click();
    await popup.locator('form.sheet ::-p-aria([name="With a deal"])').click();
    await popup.locator('form.sheet ::-p-aria([name="Title"])').fill('Spring order');
    await popup.locator('form.sheet button[type=submit]').click();
    await waitForText(popup, '.page-company', 'In Practice CRM');
    const { items } = await house.crm<{ items: { properties: { title: string } }[] }>('/api/deals');
    expect(items.map(({ properties }) => properties.title)).toEqual(['Spring order']);
    expect(await writesTo(house, 'Gamma GmbH')).toEqual([1]);
    await popup.close();
  });

  await test.step('a button stands beside the record in the CRM, and sends with one click', async () => {
    await options.evaluate(() => void (location.hash = '#crm-pages'));
    await options.locator('::-p-aria([name="Address of your CRM"])').fill(house.practiceCrmUrl);
    await options.locator('::-p-aria([name="What it is"])').fill('practice');
    await options.locator('::-p-aria([name="Show buttons there"])').click();
    await options.locator('.crm-hosts ::-p-text(127.0.0.1)').wait();
    const body = JSON.stringify({ properties: { name: 'Epsilon GmbH', domain: 'epsilon.example' } });
    const made = await fetch(`${house.practiceCrmUrl}/api/companies`, { method: 'POST', body });
    const { id } = (await made.json()) as { id: string };
    const crm = await firefox.openWeb(`${house.practiceCrmUrl}/companies/${id}`);
    await expect.poll(() => buttonText(crm)).toBe('Send to Practice CRM');
    expect(await crm.$$eval(`[data-record-actions] > ${TAG}`, ({ length }) => length)).toBe(1);
    await (await mainButton(crm)).click();
    await expect.poll(() => buttonText(crm)).toBe('In Practice CRM · update');
    // As a page does that draws everything anew.
    await crm.evaluate(() => document.body.replaceWith(document.body.cloneNode(true)));
    await expect.poll(() => crm.$$eval(TAG, ({ length }) => length)).toBe(1);
    expect(await buttonText(crm)).toBe('In Practice CRM · update');
    await crm.close();
  });

  await test.step('pages and links have their entry in the context menu', async () => {
    expect(await menuEntries(options)).toEqual(['page', 'link']);
  });

  await test.step('the overview lists, filters by its address, and opens an entry', async () => {
    const overview = await firefox.open('overview.html?q=gamma', { width: 1300, height: 800 });
    await expect.poll(() => texts(overview, 'li.row .row-company')).toEqual(['Gamma GmbH', 'Gamma GmbH']);
    await overview.locator('li.row .row-main').click();
    await waitForText(overview, 'article', 'Gamma GmbH');
    await overview.close();
  });

  await test.step('the sidebar shows the queue, as wide and as high as it is', async () => {
    const sidebar = await firefox.open('sidepanel.html', SIDEBAR);
    await expect.poll(() => rows(sidebar, 'processed')).toContain('Gamma GmbH');
    expect(await texts(sidebar, '.page-company')).toEqual([expect.stringMatching(/toolbar button/)]);
    const size = await sidebar.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      const footer = document.querySelector('.popup')!.getBoundingClientRect();
      return { width: scrollWidth, height: scrollHeight, bottom: footer.bottom };
    });
    expect(size).toEqual({ ...SIDEBAR, bottom: SIDEBAR.height });
    if (process.env['PICTURES']) await sidebar.screenshot({ path: `${SCREENSHOTS}sidebar-firefox.png` });
    await sidebar.close();
  });

  await test.step('a send while the server is away outlives Firefox, and arrives once', async () => {
    await house.stopApi();
    const popup = await firefox.openPopupOn(`${websites.url}/delta`);
    await send(popup);
    await waitForText(popup, '.outbox', 'Delta GmbH');
    await firefox.close();
    firefox = await openFirefox(profile);
    const again = await firefox.open('popup.html');
    await waitForText(again, '.outbox', 'Delta GmbH');
    await house.startApi();
    await expect.poll(() => rows(again, 'processed'), { timeout: 60_000 }).toContain('Delta GmbH');
    expect(await writesTo(house, 'Delta GmbH')).toEqual([1]);
    expect(await again.$('.outbox')).toBeNull();
  });
});

async function mainButton(page: Page): Promise<ElementHandle<HTMLElement>> {
  const found = await page.evaluateHandle((tag) => {
    return document.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>('.main') ?? null;
  }, TAG);
  const button = found.asElement();
  if (!button) throw new Error('There is no button on the page');
  return button as ElementHandle<HTMLElement>;
}

function buttonText(page: Page): Promise<string | undefined> {
  return page.evaluate((tag) => document.querySelector(tag)?.shadowRoot?.querySelector('.main')?.textContent, TAG);
}

/** Firefox tells no extension what its menu holds, but refuses to change an entry that is not there. */
function menuEntries(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { browser } = globalThis as unknown as {
      browser: { contextMenus: { update(id: string, change: object): Promise<void> } };
    };
    const found: string[] = [];
    for (const id of ['page', 'link', 'none']) {
      await browser.contextMenus.update(id, { enabled: true }).then(
        () => found.push(id),
        () => undefined,
      );
    }
    return found;
  });
}
