import { onBrowserStart } from '@/platform/lifecycle';
import { hasSidePanel, mayHaveSidePanel, offerSidePanel } from '@/platform/side-panel';

/**
 * Offers the queue in the browser's side panel, where the user allowed that. Browsers forget it at each start, and it must
 * not be offered at the click that allows it; see `offerSidePanel`.
 */
export function keepSidePanel(): void {
  if (mayHaveSidePanel()) onBrowserStart(() => void offerIfAllowed());
}

async function offerIfAllowed(): Promise<void> {
  if (await hasSidePanel()) await offerSidePanel('sidepanel.html');
}
