import { browser } from 'wxt/browser';
import type { PageTab } from './current-tab';

/** Runs `run` with the tab that is looked at when the keys of a command of the manifest are pressed. */
export function onCommand(name: string, run: (tab: PageTab) => void): void {
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === name && tab?.id !== undefined) run({ id: tab.id, url: tab.url });
  });
}
