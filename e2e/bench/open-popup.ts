/**
 * Measures the extension in a real browser and prints it as one line of JSON: how soon the popup paints its list from what
 * it last knew, how soon a background that was stopped shows the right badge, and what the content script does to a page
 * it does not recognise.
 *
 * Environment: `API_URL`, `EMAIL`, `PASSWORD`, `BADGE` (what the badge has to say), `ROUNDS`.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALWAYS, gzippedSize, scriptsOf } from '../../extension/test/support/page-scripts.ts';
import { type ExtensionBrowser, openBrowser } from '../tests/browser.ts';
import { signIn } from '../tests/sign-in.ts';
import { EMPTY_PAGE, extensionWithEmptyPage, needed, timeOpening } from './opening.ts';

/** Sizes in bytes after gzip, times in milliseconds, one a round. */
export interface PopupFigures {
  browser: string;
  popupBytes: number;
  contentScriptBytes: number;
  /** The first paint of a page with one word in it. */
  empty: number[];
  /** The popup with the first page of its list. */
  popup: number[];
  /** The popup with the rows that can be seen at once. */
  inSight: number[];
  /** From the wake-up of a stopped background to the right badge. */
  badge: number[];
  /** Changes of a page the content script runs in: one it does not recognise, and one it does, where there must be some. */
  changes: { unrecognised: number; recognised: number };
}

const POPUP = { width: 380, height: 600 };
/** More rows than there is room for: what is below is painted when it is seen. */
const ROWS = 16;
/** One more than can be seen at once. */
const ROWS_IN_SIGHT = 8;
/** The build for the stores, which has the same code. */
const SHIPPED = fileURLToPath(new URL('../../extension/.output/chrome-mv3', import.meta.url));
const CRM = 'https://app.hubspot.com';

interface ExtensionApi {
  action: { getBadgeText(o: object): Promise<string>; setBadgeText(o: object): Promise<void> };
  runtime: { sendMessage(message: unknown): Promise<unknown> };
}

/** Stops the background, takes its badge away, wakes it and waits for the badge. */
async function timeBadge({ context, extensionId }: ExtensionBrowser, expected: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${extensionId}/${EMPTY_PAGE}`);
  const devTools = await context.newCDPSession(page);
  await devTools.send('ServiceWorker.enable');
  await devTools.send('ServiceWorker.stopAllWorkers');
  const ms = await page.evaluate(async (text) => {
    const { action, runtime } = (globalThis as unknown as { chrome: ExtensionApi }).chrome;
    await action.setBadgeText({ text: '' });
    const started = performance.now();
    // Nobody answers it; that it has to be heard starts the background.
    void runtime.sendMessage('wake').catch(() => undefined);
    while ((await action.getBadgeText({})) !== text);
    return performance.now() - started;
  }, expected);
  await page.close();
  return ms;
}

/** How often the content script changed a page. The last page is one it recognises: when that is done, so are the others. */
async function countChanges({ context, open }: ExtensionBrowser): Promise<PopupFigures['changes']> {
  await context.route(`${CRM}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>CRM</title><main><h1>Acme</h1></main>' }),
  );
  const options = await open('options.html#crm-pages', { width: 1000, height: 900 });
  await options.getByRole('switch', { name: 'Buttons in HubSpot' }).click();
  const visit = async (path: string) => {
    const page = await context.newPage();
    // Whatever the page itself is made of was there before content scripts run.
    await page.addInitScript(() => {
      const seen = globalThis as unknown as { changes: number };
      seen.changes = 0;
      document.addEventListener('DOMContentLoaded', () => {
        new MutationObserver(({ length }) => (seen.changes += length)).observe(document, {
          childList: true,
          attributes: true,
          characterData: true,
          subtree: true,
        });
      });
    });
    await page.goto(CRM + path);
    return page;
  };
  const changesOf = (page: Awaited<ReturnType<typeof visit>>) =>
    page.evaluate(() => (globalThis as unknown as { changes: number }).changes);
  const unrecognised = await visit('/contacts/1/objects/0-2/views/all/list');
  const recognised = await visit('/contacts/1/record/0-2/1');
  await recognised.locator('integration-queue-button').waitFor({ state: 'attached' });
  const changes = { unrecognised: await changesOf(unrecognised), recognised: await changesOf(recognised) };
  for (const page of [options, unrecognised, recognised]) await page.close();
  return changes;
}

const extension = extensionWithEmptyPage();
const browser = await openBrowser({ extension });
try {
  const options = await signIn(browser, {
    apiUrl: needed('API_URL'),
    email: needed('EMAIL'),
    password: needed('PASSWORD'),
  });
  await options.close();
  const figures: PopupFigures = {
    browser: browser.context.browser()?.version() ?? '',
    popupBytes: gzippedSize(scriptsOf(SHIPPED, 'popup.html', ALWAYS)),
    contentScriptBytes: gzippedSize([`${SHIPPED}/content-scripts/crm.js`]),
    empty: [],
    popup: [],
    inSight: [],
    badge: [],
    changes: await countChanges(browser),
  };
  const openPopup = (rows = ROWS) => timeOpening(browser, 'popup.html', 'li.row', rows, POPUP);
  // The first ones compile the scripts, and read from the API what the others paint.
  await openPopup();
  await timeBadge(browser, needed('BADGE'));
  for (let n = 0; n < Number(needed('ROUNDS')); n += 1) {
    figures.empty.push(await timeOpening(browser, EMPTY_PAGE, 'p', 1, POPUP));
    figures.popup.push(await openPopup());
    figures.inSight.push(await openPopup(ROWS_IN_SIGHT));
    figures.badge.push(await timeBadge(browser, needed('BADGE')));
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await browser.context.close();
  rmSync(extension, { recursive: true, force: true });
}
