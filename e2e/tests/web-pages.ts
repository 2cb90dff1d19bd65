import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import type { ExtensionBrowser } from './browser.ts';

/** Web pages of companies, as somebody would look at them. */
export interface WebPages {
  url: string;
  close(): void;
}

/** Serves pages by their path; any other path is a page that does not exist. */
export async function servePages(pages: Record<string, string>): Promise<WebPages> {
  const server = createServer(({ url = '/' }, response) => {
    const page = pages[url.split('?')[0]!];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page ?? '<title>404 Not Found</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close().closeAllConnections(),
  };
}

/** A page that says in JSON-LD which company it is about. */
export const companyPage = (name: string, domain: string): string =>
  `<!doctype html><html lang="en"><title>${name}</title><script type="application/ld+json">${JSON.stringify({
    '@type': 'Organization',
    name,
    url: `https://${domain}/`,
  })}</script><h1>${name}</h1><a href="/imprint">Imprint</a></html>`;

/** The browser's id of a tab. */
export function tabIdOf({ worker }: ExtensionBrowser, page: Page): Promise<number> {
  return worker.evaluate(async (url) => {
    const { chrome } = globalThis as unknown as {
      chrome: { tabs: { query(o: object): Promise<{ id: number; url?: string }[]> } };
    };
    const tabs = await chrome.tabs.query({});
    return tabs.find((tab) => tab.url === url)!.id;
  }, page.url());
}

/** Opens the popup as if its button had been pressed over a page. */
export async function openPopupOver(browser: ExtensionBrowser, page: Page): Promise<Page> {
  return browser.open(`popup.html?tabId=${await tabIdOf(browser, page)}`);
}
