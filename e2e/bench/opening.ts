import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXTENSION, type ExtensionBrowser } from '../tests/browser.ts';

const WIDE = { width: 1280, height: 900 };
/** A page with one word in it: what the browser and the load of the machine cost by themselves. */
export const EMPTY_PAGE = 'empty.html';

/** A copy of the extension that has the empty page as well, to be removed by the caller. */
export function extensionWithEmptyPage(): string {
  const extension = mkdtempSync(join(tmpdir(), 'integration-queue-extension-'));
  cpSync(EXTENSION, extension, { recursive: true });
  writeFileSync(join(extension, EMPTY_PAGE), '<!doctype html><title>Empty</title><p>Empty</p>');
  return extension;
}

interface Teller {
  tellPainted(ms: number): void;
}

/** Tells from within the page when as many elements as it should have were painted. */
function notePaint({ selector, count }: { selector: string; count: number }): void {
  const watch = new MutationObserver(() => {
    if (document.querySelectorAll(selector).length < count) return;
    watch.disconnect();
    // What is posted from within a frame is heard once the frame is painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (globalThis as unknown as Teller).tellPainted(performance.now());
      port2.postMessage(null);
    });
  });
  watch.observe(document, { childList: true, subtree: true });
}

/** Opens a page of the extension and answers after how many milliseconds `count` of its elements were painted. */
export async function timeOpening(
  { context, extensionId }: ExtensionBrowser,
  path: string,
  selector: string,
  count: number,
  size = WIDE,
): Promise<number> {
  const page = await context.newPage();
  await page.setViewportSize(size);
  await page.addInitScript(notePaint, { selector, count });
  // To ask the page would put 300 kB of Playwright's own script into it while it opens, so it tells.
  const painted = Promise.withResolvers<number>();
  await page.exposeFunction('tellPainted', painted.resolve);
  await page.goto(`chrome-extension://${extensionId}/${path}`);
  const ms = await painted.promise;
  await page.close();
  return ms;
}

/** A variable of the environment; throws where it is not set. */
export function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
