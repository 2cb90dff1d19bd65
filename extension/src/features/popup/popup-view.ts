import { signal } from '@preact/signals';
import type { SendDraft } from '../page-company/send-draft';
import { popupViewAt, type PopupView } from './popup-view-item';

/** That of this page. */
export const popupViewItem = popupViewAt(location.pathname);

export const entryId = signal<string | null>(null);
export const draft = signal<SendDraft | null>(null);
export const scrollTop = signal(0);

const PAUSE_MS = 150;
/** Beyond this the rows are not worth the memory; the list then starts at its top again. */
const MOST_ROWS = 1000;

/**
 * Saves the view a moment after it changed, however often it goes on changing; at once when something is opened over the
 * list, sent or closed, so that a send that was made never comes back as one to make; and when the popup closes.
 */
export function keepPopupView(read: () => PopupView | null): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = whatIsOver();
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const view = read();
    if (view) void popupViewItem.set(withoutLongList(view));
  };
  addEventListener('pagehide', () => {
    if (timer !== undefined) save();
  });
  return () => {
    const before = over;
    over = whatIsOver();
    if (over === before) timer ??= setTimeout(save, PAUSE_MS);
    else save();
  };
}

/** Told apart by what is open, not by what was typed into it. */
const whatIsOver = () => {
  const send = draft.peek();
  return send ? `send ${send.sendId}` : entryId.peek();
};

function withoutLongList(view: PopupView): PopupView {
  if (view.list.rows.length <= MOST_ROWS) return view;
  return { ...view, scrollTop: 0, list: { ...view.list, rows: [], nextCursor: null } };
}
