import { browser } from 'wxt/browser';

/** Runs `wake` when the browser has started and when the extension was installed or updated. */
export function onBrowserStart(wake: () => void): void {
  browser.runtime.onStartup.addListener(wake);
  browser.runtime.onInstalled.addListener(wake);
}
