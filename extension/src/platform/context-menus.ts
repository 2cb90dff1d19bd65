import { browser } from 'wxt/browser';
import type { PageTab } from './current-tab';

/** An entry of the browser's context menu: on pages, or on links. */
export interface MenuItem {
  id: string;
  title: string;
  on: 'page' | 'link';
  run(tab: PageTab, linkUrl: string | undefined): void;
}

/** Keeps the entries in the context menu of web pages. Browsers keep menus themselves; they are made anew at each start. */
export function keepContextMenu(items: MenuItem[], onStart: (start: () => void) => void): void {
  browser.contextMenus.onClicked.addListener(({ menuItemId, linkUrl }, tab) => {
    const item = items.find(({ id }) => id === menuItemId);
    if (item && tab?.id !== undefined) item.run({ id: tab.id, url: tab.url }, linkUrl);
  });
  onStart(() => {
    void browser.contextMenus.removeAll().then(() => {
      for (const { id, title, on } of items) {
        browser.contextMenus.create({
          id,
          title,
          contexts: [on],
          documentUrlPatterns: ['http://*/*', 'https://*/*'],
          ...(on === 'link' && { targetUrlPatterns: ['http://*/*', 'https://*/*'] }),
        });
      }
    });
  });
}
