import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import {
  drawAgainAndAgain,
  drawnRecord,
  navigateWithin,
  serveConsole,
  serveSite,
  SITE_PAGES,
} from './crm-site-pages.ts';

const TAG = 'integration-queue-button';
/** Nobody is signed in here: what a button says of a record is tested elsewhere. */
const LABEL = 'Sign in';
/** How far from the record's name a button may begin, in px; these pages are drawn without any style. */
const BESIDE = 60;

const OURS = `${TAG}:not([data-extension="another"])`;
const ours = (page: Page) => page.locator(OURS);

/** How far apart the button and the place where it belongs are drawn. */
async function distanceToAnchor(page: Page): Promise<number> {
  const [button, anchor] = await Promise.all([ours(page).boundingBox(), anchorOf(page).boundingBox()]);
  if (!button || !anchor) return Infinity;
  const gap = (a: number, aSize: number, b: number, bSize: number) => Math.max(0, b - (a + aSize), a - (b + bSize));
  return Math.max(
    gap(button.x, button.width, anchor.x, anchor.width),
    gap(button.y, button.height, anchor.y, anchor.height),
  );
}

// A slot has no box; what it is given does.
const anchorOf = (page: Page) =>
  page.locator('[data-expected-anchor]:not(slot), slot[data-expected-anchor] > *').first();

async function expectBeside(page: Page): Promise<void> {
  await expect(ours(page)).toHaveCount(1);
  await expect(ours(page)).not.toHaveAttribute('data-floating');
  expect(await distanceToAnchor(page)).toBeLessThanOrEqual(BESIDE);
}

test('in every CRM the button stands beside the record, is one, and survives what the page does', async ({
  browsers,
}) => {
  const browser = await browsers();
  const options = await browser.open('options.html#crm-pages', { width: 1000, height: 900 });
  for (const crm of ['HubSpot', 'Salesforce', 'Pipedrive', 'Odoo', 'EspoCRM']) {
    await options.getByRole('switch', { name: `Buttons in ${crm}` }).click();
    await expect(options.getByRole('switch', { name: `Buttons in ${crm}` })).toBeChecked();
  }
  const page = await browser.context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));

  for (const [name, site] of Object.entries(SITE_PAGES)) {
    const home = `https://${site.host}`;
    const body = drawnRecord(site.fixture);
    await serveSite(browser.context, site.host, body);

    await test.step(`${name}: beside the record, with nothing else put into the page`, async () => {
      await page.goto(home + site.record);
      await expectBeside(page);
      await expect(ours(page).locator('.main')).toHaveText(LABEL);
      const left = await page.evaluate(() => ({
        styles: document.styleSheets.length + document.adoptedStyleSheets.length,
        elements: document.querySelectorAll('style, link, script, iframe').length,
      }));
      expect(left).toEqual({ styles: 0, elements: 0 });
    });

    await test.step(`${name}: one, however often the page is drawn, and nobody else’s is touched`, async () => {
      await page.evaluate((tag) => {
        const theirs = document.createElement(tag);
        theirs.setAttribute('data-extension', 'another');
        document.body.append(theirs, document.createElement('another-extension-ui'));
      }, TAG);
      await drawAgainAndAgain(page, body, OURS);
      await expectBeside(page);
      await expect(page.locator(`body > ${TAG}[data-extension="another"]`)).toHaveCount(1);
      await expect(page.locator('body > another-extension-ui')).toHaveCount(1);
    });

    await test.step(`${name}: another’s on another record, none on a page of no record that looks like one, and back`, async () => {
      await navigateWithin(page, home + site.otherRecord, body);
      await expectBeside(page);
      await navigateWithin(page, home + site.list, body);
      await expect(ours(page)).toHaveCount(0);
      await page.goBack();
      await expectBeside(page);
    });
  }

  await test.step('Odoo 17: the next record by the pager changes values and address, and no element', async () => {
    const { host, record, otherRecord } = SITE_PAGES['Odoo 17']!;
    await page.goto(`https://${host}${record}`);
    await expectBeside(page);
    await ours(page).evaluate((element) => element.setAttribute('data-first', ''));
    await page.evaluate((address) => {
      document.querySelector('textarea')!.value = 'Next Ltd';
      document.querySelector('.o_last_breadcrumb_item.active span')!.firstChild!.nodeValue = 'Next Ltd';
      history.pushState({}, '', address);
    }, otherRecord);
    await expect(page.locator(`${OURS}[data-first]`)).toHaveCount(0);
    await expectBeside(page);
  });

  await test.step('in the corner where the page has no place for it, until one appears within its shadow roots', async () => {
    const { host, record, fixture } = SITE_PAGES['Salesforce in shadow roots']!;
    await page.goto(`https://${host}${record}`);
    await navigateWithin(
      page,
      `https://${host}${record}`,
      '<one-app><template shadowrootmode="open">…</template></one-app>',
    );
    await expect(page.locator(`body > ${TAG}[data-floating]`)).toHaveCount(1);
    await page.evaluate((html) => {
      document.querySelector('one-app')!.shadowRoot!.setHTMLUnsafe(html);
    }, drawnRecord(fixture));
    await expectBeside(page);
  });

  await test.step('in the visible one of several records in one page, also where a class alone shows another', async () => {
    await serveConsole(browser.context, 'console.lightning.force.com');
    await page.goto(`https://console.lightning.force.com${SITE_PAGES['Salesforce']!.record}`);
    for (const shown of ['visible', 'left', 'visible']) {
      await page.evaluate((id) => {
        for (const panel of document.querySelectorAll('section')) panel.className = panel.id === id ? '' : 'away';
      }, shown);
      await expect(page.locator(`#${shown} ${TAG}`)).toBeVisible();
      await expect(ours(page)).toHaveCount(1);
    }
  });
  expect(problems).toEqual([]);
});
