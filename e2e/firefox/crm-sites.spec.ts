import type { Page } from 'puppeteer-core';
import { expect, test } from '../tests/browser.ts';
import {
  drawAgainAndAgain,
  drawnRecord,
  navigateWithin,
  sitePage,
  SITE_PAGES,
  type SitePages,
  STRICT,
} from '../tests/crm-site-pages.ts';
import { type ExtensionFirefox, openFirefox } from './firefox.ts';

const TAG = 'integration-queue-button';
/** How far from the record's name a button may begin, in px; these pages are drawn without any style. */
const BESIDE = 60;

let firefox: ExtensionFirefox;
test.beforeAll(async () => {
  firefox = await openFirefox();
});
test.afterAll(() => firefox.close());

test('Firefox has the button beside the record in every CRM, one of it, whatever the page does', async () => {
  const options = await firefox.open('options.html#crm-pages', { width: 1000, height: 900 });
  let switched = 0;
  for (const crm of ['HubSpot', 'Salesforce', 'Pipedrive', 'Odoo', 'EspoCRM']) {
    await options.locator(`::-p-aria([name="Buttons in ${crm}"])`).click();
    await expect.poll(() => options.$$eval('input:checked', (inputs) => inputs.length)).toBe((switched += 1));
  }
  for (const [name, site] of Object.entries(SITE_PAGES)) {
    const home = `https://${site.host}`;
    const body = drawnRecord(site.fixture);
    const page = await openSite(site, body);

    await test.step(`${name}: beside the record`, () => expectBeside(page));
    await test.step(`${name}: one, however often the page is drawn`, async () => {
      await drawAgainAndAgain(page, body, TAG);
      await expectBeside(page);
    });
    await test.step(`${name}: another’s on another record, none on a list, and back`, async () => {
      await navigateWithin(page, home + site.otherRecord, body);
      await expectBeside(page);
      await navigateWithin(page, home + site.list, body);
      await expect.poll(() => buttonsOf(page)).toEqual([]);
      await page.evaluate(() => history.back());
      await expectBeside(page);
    });
    await page.close();
  }
});

/** Opens a record of a site whose every address answers with one page. */
async function openSite({ host, record }: SitePages, body: string): Promise<Page> {
  return firefox.openWeb(`https://${host}${record}`, { headers: STRICT, body: sitePage(body) });
}

/** Where the buttons of the page are: how far from the record's name, and whether they float. */
function buttonsOf(page: Page): Promise<{ distance: number; floats: boolean }[]> {
  return page.evaluate((tag) => {
    const all = (selector: string, root: ParentNode = document): Element[] => [
      ...root.querySelectorAll(selector),
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? all(selector, shadowRoot) : [])),
    ];
    // A slot has no box; what it is given does.
    const [anchor] = all('[data-expected-anchor]:not(slot), slot[data-expected-anchor] > *');
    const gap = (a: number, aSize: number, b: number, bSize: number) => Math.max(0, b - (a + aSize), a - (b + bSize));
    return all(tag).map((button) => {
      const [one, other] = [button.getBoundingClientRect(), anchor!.getBoundingClientRect()];
      const across = gap(one.x, one.width, other.x, other.width);
      const down = gap(one.y, one.height, other.y, other.height);
      return { distance: Math.max(across, down), floats: button.hasAttribute('data-floating') };
    });
  }, TAG);
}

async function expectBeside(page: Page): Promise<void> {
  const isBeside = async () => {
    const buttons = await buttonsOf(page);
    return buttons.map(({ distance, floats }) => distance <= BESIDE && !floats);
  };
  await expect.poll(isBeside).toEqual([true]);
}
