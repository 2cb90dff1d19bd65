import { browser } from 'wxt/browser';

const PERMISSION = 'sidePanel';

/** Whether this browser has a side panel that waits for the user's permission. Firefox has its sidebar without one. */
export function mayHaveSidePanel(): boolean {
  return browser.runtime.getManifest().optional_permissions?.includes(PERMISSION) ?? false;
}

/** Asks for the side panel. Call it before any `await` of the click handler. */
export function requestSidePanel(): Promise<boolean> {
  return browser.permissions.request({ permissions: [PERMISSION] });
}

/** Whether the user allows the side panel now. */
export function hasSidePanel(): Promise<boolean> {
  return browser.permissions.contains({ permissions: [PERMISSION] });
}

/**
 * Gives the side panel its page, with which the browser offers it in its own menus. Only for when the extension was loaded
 * with the permission: in windows that are older than the permission, opening such a panel crashes Chrome, up to 156 at
 * least.
 */
export async function offerSidePanel(path: `${string}.html`): Promise<void> {
  await browser.sidePanel.setOptions({ path, enabled: true });
}

/** Whether the browser offers the panel: not yet where it was allowed since the extension was loaded. */
export async function isSidePanelOffered(): Promise<boolean> {
  const { path, enabled } = await browser.sidePanel.getOptions({});
  return Boolean(enabled && path);
}

/** Closes the panel, takes it out of the browser's menus, and gives the permission back. */
export async function releaseSidePanel(): Promise<void> {
  // Without the permission it could no longer be taken away.
  await browser.sidePanel.setOptions({ enabled: false });
  await browser.permissions.remove({ permissions: [PERMISSION] });
}
