import { browser } from 'wxt/browser';

/** The match pattern of an address's origin. Patterns know no port. */
export const originPattern = (url: string) => `${new URL(url).origin.replace(/:\d+$/, '')}/*`;

/**
 * Asks for access to the server's origin. Call it in the click handler before any `await`: Firefox forgets the click at
 * the first one. Resolves at once, without a prompt, where access was granted before.
 */
export function requestOrigin(url: string): Promise<boolean> {
  return browser.permissions.request({ origins: [originPattern(url)] });
}

/** Whether the server's origin may be reached now; the user can take it back at any time. */
export function hasOrigin(url: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [originPattern(url)] });
}

/** Asks for access to pages. Like `requestOrigin`, before any `await` of the click handler. */
export function requestPatterns(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ origins });
}

/** Whether all of these pages may be reached now. */
export function hasPatterns(origins: string[]): Promise<boolean> {
  return browser.permissions.contains({ origins });
}

/** Gives access back. What cannot be given back, because it came with the extension, stays. */
export async function releasePatterns(origins: string[]): Promise<void> {
  await browser.permissions.remove({ origins }).catch(() => false);
}

/** Calls `changed` when the user granted or took back access, here or in the browser's own settings. */
export function onPermissionsChange(changed: () => void): void {
  browser.permissions.onAdded.addListener(changed);
  browser.permissions.onRemoved.addListener(changed);
}
