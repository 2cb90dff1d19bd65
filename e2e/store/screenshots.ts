/**
 * Takes the pictures for the stores, 1280 × 800, in each language: the overview with an entry, the popup over a company's
 * page, the button in a CRM and the field mapping. Needs what browser tests need, and `FOLDER`, where they go.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type ExtensionBrowser, openBrowser } from '../tests/browser.ts';
import { type House, openHouse } from '../tests/house.ts';
import { signIn } from '../tests/sign-in.ts';
import { openPopupOver, servePages, type WebPages } from '../tests/web-pages.ts';
import { COMPANIES, companySite, popupOverSite, REFUSED } from './scenes.ts';

const SIZE = { width: 1280, height: 800 };
const LANGUAGES = ['en', 'de', 'nl'] as const;

const folder = process.env['FOLDER'];
if (!folder) throw new Error('FOLDER is not set');
mkdirSync(folder, { recursive: true });
const [house, site] = await Promise.all([openHouse(), servePages({ '/': companySite() })]);
try {
  const crmUrl = await fill(house);
  for (const language of LANGUAGES) {
    const browser = await openBrowser({ language });
    try {
      await takeAll(browser, { house, site, crmUrl }, (scene) => join(folder, `${language}-${scene}.png`));
    } finally {
      await browser.context.close();
    }
  }
} finally {
  site.close();
  await house.close();
}

/** Sends companies, of which some are refused, and answers the address of one in the CRM. */
async function fill({ api, setFaults, crm, integrationId, practiceCrmUrl }: House): Promise<string> {
  await setFaults({ refuse: REFUSED.map((value) => ({ field: 'name', value })) });
  await api.createSyncs(COMPANIES.map((company) => ({ integrationId, company })));
  await until(async () => {
    const { pending, processing } = (await api.summary()).counts;
    return pending + processing === 0;
  });
  await setFaults({ refuse: [] });
  const { items } = await crm<{ items: { id: string }[] }>('/api/companies?limit=1');
  return `${practiceCrmUrl}/companies/${items[0]!.id}`;
}

interface Places {
  house: House;
  site: WebPages;
  /** The page of a company in the CRM. */
  crmUrl: string;
}

async function takeAll(
  browser: ExtensionBrowser,
  { house, site: { url }, crmUrl }: Places,
  pathOf: (scene: string) => string,
): Promise<void> {
  const options = await signIn(browser, house);
  const take = async (page: Page, scene: string) => {
    await page.setViewportSize(SIZE);
    await page.screenshot({ path: pathOf(scene), animations: 'disabled' });
    await page.close();
  };

  const overview = await browser.open('overview.html', SIZE);
  await overview.locator('li.row.processed [data-row]').first().click();
  await overview.locator('.fields li').first().waitFor();
  await take(overview, '1-overview');

  const web = await browser.context.newPage();
  await web.goto(url);
  const popup = await openPopupOver(browser, web);
  await popup.locator('li.row').first().waitFor();
  await popup.locator('[data-preview]').waitFor();
  const picture = await popup.screenshot({ animations: 'disabled' });
  await popup.close();
  // No test can open the popup over a page, so it is laid where the browser would show it.
  await web.setContent(popupOverSite(picture.toString('base64')));
  await web.locator('img').evaluate((image: HTMLImageElement) => image.decode());
  await take(web, '2-popup');

  await options.goto(`chrome-extension://${browser.extensionId}/options.html#crm-pages`);
  await options.locator('input[name=crm-address]').fill(house.practiceCrmUrl);
  await options.locator('form.new-crm-host select').selectOption('practice');
  await options.locator('form.new-crm-host button').click();
  await options.locator('.toast').waitFor();
  const crm = await browser.context.newPage();
  await crm.goto(crmUrl);
  await crm.locator('integration-queue-button .main').waitFor();
  await take(crm, '3-crm-page');

  await options.close();
  const mapping = await browser.open(`options.html#mapping/${house.integrationId}/company/city`, SIZE);
  await mapping.locator('[data-target="name"] .required').waitFor();
  await take(mapping, '4-mapping');
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 250));
}
