import { signal } from '@preact/signals';
import { onPermissionsChange } from '@/platform/permissions';
import { hasSidePanel, isSidePanelOffered, releaseSidePanel, requestSidePanel } from '@/platform/side-panel';

/** `soon`: allowed, and there when the browser is started the next time. */
export type SidePanelState = 'off' | 'soon' | 'on';

/** What of the side panel; null until read. */
export const sidePanel = signal<SidePanelState | null>(null);

/** Reads whether the side panel is on, and keeps it true while that is changed elsewhere. */
export async function loadSidePanel(): Promise<void> {
  if (sidePanel.value) return;
  onPermissionsChange(() => void read());
  await read();
}

/**
 * Switches the side panel on, with the browser's permission, or off; answers whether that was possible. Call it in the
 * click handler before any `await`.
 */
export async function switchSidePanel(isOn: boolean): Promise<boolean> {
  // A browser that knows no such permission refuses to ask for it.
  const isAllowed = isOn && (await requestSidePanel().catch(() => false));
  if (!isOn) await releaseSidePanel();
  await read();
  return isAllowed === isOn;
}

async function read(): Promise<void> {
  if (!(await hasSidePanel())) sidePanel.value = 'off';
  else sidePanel.value = (await isSidePanelOffered()) ? 'on' : 'soon';
}
