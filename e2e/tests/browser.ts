import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, expect, type Page, test as base, type Worker } from '@playwright/test';
import { type House, openHouse } from './house.ts';

export const EXTENSION = fileURLToPath(new URL('../../extension/.output/chrome-mv3-e2e', import.meta.url));
/** Debian's Chromium in a closed network: nothing of its own may go out or wait for an answer. */
const QUIET = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
];

export interface ExtensionBrowser {
  context: BrowserContext;
  worker: Worker;
  extensionId: string;
  /** What the extension's pages threw that nobody caught. */
  thrown: string[];
  /** Opens an extension page (`popup.html`, `overview.html`, `options.html#…`) at popup size unless told otherwise. */
  open(path: string, size?: { width: number; height: number }): Promise<Page>;
  badge(): Promise<string>;
}

export interface BrowserOptions {
  language?: 'de' | 'en' | 'nl';
  dark?: boolean;
  profile?: string;
  /** Folder of the extension, where it is another than the one built for tests. */
  extension?: string;
}

/** Starts Chromium with the extension as it is built for tests. */
export async function openBrowser({
  language = 'en',
  dark = false,
  profile = '',
  extension = EXTENSION,
}: BrowserOptions = {}): Promise<ExtensionBrowser> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    colorScheme: dark ? 'dark' : 'light',
    locale: language,
    args: [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`, `--lang=${language}`, ...QUIET],
    env: { ...(process.env as Record<string, string>), LANGUAGE: language },
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const extensionId = new URL(worker.url()).host;
  const thrown: string[] = [];
  context.on('weberror', (error) => {
    const { pathname, protocol } = new URL(error.page()?.url() ?? 'about:blank');
    if (protocol === 'chrome-extension:') thrown.push(`${pathname}: ${error.error().stack}`);
  });
  return {
    context,
    thrown,
    worker,
    extensionId,
    async open(path, size = { width: 380, height: 600 }) {
      const page = await context.newPage();
      await page.setViewportSize(size);
      await page.goto(`chrome-extension://${extensionId}/${path}`);
      return page;
    },
    badge: () =>
      worker.evaluate(() =>
        (
          globalThis as unknown as { chrome: { action: { getBadgeText(o: object): Promise<string> } } }
        ).chrome.action.getBadgeText({}),
      ),
  };
}

/**
 * `house` is shared by the tests that name the same `houseName`, which every file does for its own (`test.use`); each test
 * opens browsers as it needs them. No page of the extension may throw what nobody catches, whatever else the test is about.
 */
export const test = base.extend<
  { browsers: (options?: BrowserOptions) => Promise<ExtensionBrowser> },
  { house: House; houseName: string }
>({
  houseName: ['shared', { option: true, scope: 'worker' }],
  house: [
    async ({ houseName: _ }, use) => {
      const house = await openHouse();
      await use(house);
      await house.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  browsers: async ({}, use) => {
    const opened: ExtensionBrowser[] = [];
    await use(async (options) => {
      const browser = await openBrowser(options);
      opened.push(browser);
      return browser;
    });
    for (const { context } of opened) await context.close();
    expect(opened.flatMap(({ thrown }) => thrown)).toEqual([]);
  },
});
export { expect };
