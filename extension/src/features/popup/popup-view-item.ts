import { storedItem, type StoredItem } from '@/platform/storage';
import type { SendDraft } from '../page-company/send-draft';
import { ownerOf, type Account } from '../session/account';
import type { SavedView } from '../syncs/sync-list-state';

/** What the popup looked like when it closed. A popup closes at every click beside it; nothing may be lost by that. */
export interface PopupView {
  owner: string;
  list: SavedView;
  scrollTop: number;
  /** The entry that is open over the list. */
  entryId: string | null;
  /** The send that is being prepared. */
  draft: SendDraft | null;
}

/** One for each page that shows the popup: a sidebar may be open beside it. */
export const popupViewAt = (path: string): StoredItem<PopupView | null> =>
  storedItem<PopupView | null>('session', `popup@2${path}`, null);

/** Lets the popup open with a send to look over. */
export async function prepareInPopup(account: Account, draft: SendDraft): Promise<void> {
  const owner = ownerOf(account);
  const item = popupViewAt('/popup.html');
  const before = await item.get();
  const list = { filter: {}, rows: [], nextCursor: null };
  const view = before?.owner === owner ? before : { owner, list, scrollTop: 0, entryId: null };
  await item.set({ ...view, draft });
}
