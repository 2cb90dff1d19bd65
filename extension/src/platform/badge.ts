import { browser } from 'wxt/browser';

/** What the toolbar button shows. `title` is its tooltip and what screen readers say. */
export interface Badge {
  text: string;
  background: string;
  title: string;
}

/** Shows the badge on the toolbar button of every window. The browser keeps it when the worker dies, not over a restart. */
export async function showBadge({ text, background, title }: Badge): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ text }),
    browser.action.setBadgeBackgroundColor({ color: background }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title }),
  ]);
}
