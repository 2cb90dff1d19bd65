import { browser } from 'wxt/browser';

/** Our content script in the built extension. */
export type ScriptFile = '/content-scripts/crm.js';

/**
 * Has a content script run on pages that match `patterns`, from now on and after a restart; nowhere where there are none.
 * Answers whether that is news. The browser accepts patterns it lacks the permission for, and never runs the script there.
 */
export async function runOnPages(id: string, file: ScriptFile, patterns: string[]): Promise<boolean> {
  const [before] = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (patterns.length === 0) {
    if (before) await browser.scripting.unregisterContentScripts({ ids: [id] });
    return before !== undefined;
  }
  if (before && before.js?.includes(file) && sameSet(before.matches ?? [], patterns)) return false;
  const script = { id, js: [file], matches: patterns, runAt: 'document_idle' as const, persistAcrossSessions: true };
  if (before) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([script]);
  return true;
}

/** Runs a content script in a tab that was open before; where the browser lets nobody in, nothing happens. */
export async function runInOpenTab(tabId: number, file: ScriptFile): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [file] }).catch(() => undefined);
}

const sameSet = (a: string[], b: string[]) => a.length === b.length && a.every((one) => b.includes(one));
