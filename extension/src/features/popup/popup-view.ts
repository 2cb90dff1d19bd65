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

/** Saves the view a moment after it last changed, and at once when the popup closes. */
export function keepPopupView(read: () => PopupView | null): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
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
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  };
}

function withoutLongList(view: PopupView): PopupView {
  if (view.list.rows.length <= MOST_ROWS) return view;
  return { ...view, scrollTop: 0, list: { ...view.list, rows: [], nextCursor: null } };
}
