/**
 * Opens the overview again and again in a real browser and prints, as one line of JSON, when its issues were painted:
 * milliseconds since the page was asked for, one number a round. Each round also opens an empty page of the extension:
 * what the browser and the load of the machine cost by themselves.
 *
 * Environment: `API_URL`, `EMAIL`, `PASSWORD`, `ISSUES` (how many are waited for), `ROUNDS`.
 */
import { rmSync } from 'node:fs';
import { type ExtensionBrowser, openBrowser } from '../tests/browser.ts';
import { signIn } from '../tests/sign-in.ts';
import { EMPTY_PAGE, extensionWithEmptyPage, needed, timeOpening } from './opening.ts';

/** When each round painted, in milliseconds since its page was asked for. */
export interface OpeningTimes {
  browser: string;
  /** The first paint of a page with one word in it. */
  empty: number[];
  /** The overview with what it last knew. */
  warm: number[];
  /** The issues by themselves, with what was last known. */
  warmPage: number[];
  /** The overview of somebody who just signed in: everything comes from the API. */
  cold: number[];
}

const STRIP = '.issue-strip li';
const CARDS = 'article.issue';

/** Forgets what pages paint from, as if this member had just signed in. */
const forgetSnapshot = ({ worker }: ExtensionBrowser) =>
  worker.evaluate(() =>
    (
      globalThis as unknown as { chrome: { storage: { local: { remove(keys: string[]): Promise<void> } } } }
    ).chrome.storage.local.remove(['issues@1', 'lists@1', 'snapshot@2']),
  );

const issues = Number(needed('ISSUES'));
const extension = extensionWithEmptyPage();
const browser = await openBrowser({ extension });
try {
  const options = await signIn(browser, {
    apiUrl: needed('API_URL'),
    email: needed('EMAIL'),
    password: needed('PASSWORD'),
  });
  // A page that stays open keeps the background following, and a page that opens then waits for nothing.
  await options.close();
  const times: OpeningTimes = {
    browser: browser.context.browser()?.version() ?? '',
    empty: [],
    warm: [],
    warmPage: [],
    cold: [],
  };
  const round = async () => ({
    empty: await timeOpening(browser, EMPTY_PAGE, 'p', 1),
    cold: await forgetSnapshot(browser).then(() => timeOpening(browser, 'overview.html', STRIP, issues)),
    warm: await timeOpening(browser, 'overview.html', STRIP, issues),
    warmPage: await timeOpening(browser, 'overview.html#issues', CARDS, issues),
  });
  // The first one compiles the scripts.
  await round();
  for (let n = 0; n < Number(needed('ROUNDS')); n += 1) {
    const { empty, warm, warmPage, cold } = await round();
    times.empty.push(empty);
    times.warm.push(warm);
    times.warmPage.push(warmPage);
    times.cold.push(cold);
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
} finally {
  await browser.context.close();
  rmSync(extension, { recursive: true, force: true });
}
