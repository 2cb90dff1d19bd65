import { browser } from 'wxt/browser';

export {
  defineExtensionMessaging as defineMessages,
  type GetDataType as DataOf,
  type GetReturnType as AnswerOf,
} from '@webext-core/messaging';

/** Where a message or a port comes from, as far as the browser vouches for it. */
export interface Sender {
  id?: string;
  url?: string;
  frameId?: number;
  tab?: unknown;
}

/** True for our own pages only: not for content scripts, other extensions, or our page framed in somebody else's. */
export function isOwnPage(sender: Sender): boolean {
  return (
    sender.id === browser.runtime.id &&
    (sender.url?.startsWith(browser.runtime.getURL('/')) ?? false) &&
    (sender.frameId ?? 0) === 0
  );
}

/** True for content scripts of ours in a tab's own page: not for frames in it, nor for our pages. */
export function isContentScript(sender: Sender): boolean {
  return sender.id === browser.runtime.id && sender.tab !== undefined && sender.frameId === 0 && !isOwnPage(sender);
}
