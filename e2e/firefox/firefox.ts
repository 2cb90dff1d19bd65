import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const EXTENSION = fileURLToPath(new URL('../../extension/.output/firefox-mv3-e2e', import.meta.url));
/** Firefox itself waits 30 s. Short enough to be waited for, long enough for a slow machine to do its work in. */
const IDLE_MS = 5_000;

/** What the pages of an extension have, as far as the tests ask for it. */
interface ExtensionPage {
  browser: {
    action: { getBadgeText(details: object): Promise<string> };
    /** Null while the background does not run; asking starts none. */
    extension: { getBackgroundPage(): object | null };
    tabs: { query(filter: { url: string }): Promise<{ id: number; url: string }[]> };
  };
}

/** A Firefox with the extension as it is built for tests. */
export interface ExtensionFirefox {
  /** Opens an extension page (`popup.html`, `options.html#…`) at popup size unless told otherwise. */
  open(path: string, size?: { width: number; height: number }): Promise<Page>;
  /** Opens a web page in a tab of its own; with an answer, every request of that page gets it, and none leaves. */
  openWeb(url: string, answer?: { headers: Record<string, string>; body: string }): Promise<Page>;
  /** Opens the popup about a web page, which is opened for it in a tab of its own. */
  openPopupOn(url: string): Promise<Page>;
  /** The text on the toolbar button. */
  badge(): Promise<string>;
  /** False once Firefox ended the background, as it does with one that is idle. */
  hasBackground(): Promise<boolean>;
  close(): Promise<void>;
}

/** What outlives a Firefox, so that the next one goes on where it ended. */
export interface FirefoxProfile {
  folder: string;
  /** The address of the extension in it. */
  uuid: string;
}

/** Starts Firefox and installs the extension for this one run, which grants what the manifest asks for. */
export async function openFirefox(profile?: FirefoxProfile): Promise<ExtensionFirefox> {
  const { browser_specific_settings: settings } = JSON.parse(
    readFileSync(join(EXTENSION, 'manifest.json'), 'utf8'),
  ) as { browser_specific_settings: { gecko: { id: string } } };
  // Firefox gives each installation an address of its own and tells automation nothing of it: so it is told the address.
  const uuid = profile?.uuid ?? randomUUID();
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
    headless: true,
    ...(profile && { userDataDir: profile.folder }),
    timeout: 90_000,
    // Without it, Firefox keeps automation out of the pages of extensions.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [settings.gecko.id]: uuid }),
      'extensions.background.idle.timeout': IDLE_MS,
      // An extension that is installed for one run would take what it stored with it.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      'intl.locale.requested': 'en-US',
    },
  });
  await firefox.installExtension(EXTENSION);
  const open = (path: string, size = { width: 380, height: 600 }) =>
    openPage(firefox, `moz-extension://${uuid}/${path}`, size);
  // A page of the extension that runs nothing of it: looking from here wakes nobody.
  const lookout = await open('icons/16.png');
  return {
    open,
    async openWeb(url, answer) {
      const page = await firefox.newPage();
      if (answer) {
        await page.setRequestInterception(true);
        page.on('request', (request) => void request.respond({ status: 200, ...answer }));
      }
      return show(page, url, { width: 1000, height: 800 });
    },
    async openPopupOn(url) {
      await openPage(firefox, url, { width: 800, height: 600 });
      const tabId = await lookout.evaluate(async (wanted) => {
        const tabs = await (globalThis as unknown as ExtensionPage).browser.tabs.query({ url: 'http://127.0.0.1/*' });
        return tabs.find((tab) => tab.url === wanted)?.id;
      }, url);
      if (tabId === undefined) throw new Error(`Firefox has no tab with ${url}`);
      return open(`popup.html?tabId=${tabId}`);
    },
    badge: () => lookout.evaluate(() => (globalThis as unknown as ExtensionPage).browser.action.getBadgeText({})),
    hasBackground: () =>
      lookout.evaluate(() => (globalThis as unknown as ExtensionPage).browser.extension.getBackgroundPage() !== null),
    close: () => firefox.close(),
  };
}

async function openPage(firefox: Browser, url: string, size: { width: number; height: number }): Promise<Page> {
  return show(await firefox.newPage(), url, size);
}

async function show(page: Page, url: string, size: { width: number; height: number }): Promise<Page> {
  await page.setViewport(size);
  // Firefox never tells that a page of an extension was loaded; the page itself does.
  page.goto(url).catch(() => undefined);
  const isThere = () => page.evaluate((wanted) => location.href === wanted && document.readyState === 'complete', url);
  // Between one document and the next there is none that could answer.
  await expect.poll(() => isThere().catch(() => false), { timeout: 30_000 }).toBe(true);
  return page;
}
