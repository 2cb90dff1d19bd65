import { browser } from 'wxt/browser';

/**
 * Runs a function in the tab's page and answers what it returns, or resolves with. The function is sent as source: it must
 * not use anything from outside itself. Rejects where the browser lets no extension in.
 */
export async function runInTab<T, A extends unknown[]>(
  tabId: number,
  run: (...args: A) => T,
  ...args: A
): Promise<Awaited<T> | undefined> {
  const [result] = await browser.scripting.executeScript({ target: { tabId }, func: run, args });
  return result?.result;
}

/** Opens the popup over the page that is looked at; answers false where the browser does not let it. */
export async function showPopup(): Promise<boolean> {
  try {
    await browser.action.openPopup();
    return true;
  } catch {
    return false;
  }
}

/** Opens a web page beside ours. The address comes from elsewhere: anything but a web page is not opened. */
export async function openTab(url: string): Promise<void> {
  if (/^https?:\/\//i.test(url)) await browser.tabs.create({ url });
}

/** Opens a page of ours, like `/overview.html?entry=…`. */
export async function openOwnPage(path: `/${string}.html${string}`): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('/') + path.slice(1) });
}

/** The open tabs at addresses the extension may see. */
export async function tabsAt(patterns: string[]): Promise<number[]> {
  if (patterns.length === 0) return [];
  return (await browser.tabs.query({ url: patterns })).flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/** Every open tab. */
export async function allTabs(): Promise<number[]> {
  return (await browser.tabs.query({})).flatMap(({ id }) => (id === undefined ? [] : [id]));
}
