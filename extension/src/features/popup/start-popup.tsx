import { effect } from '@preact/signals';
import { render } from 'preact';
import type { SyncFilter } from '@integration-queue/shared';
import { startPage } from '@/ui/start-page';
import { account, goLive, integrations, loadPageState, onLiveMessage, outbox, snapshot } from '../live/page-state';
import { loadSendChoices } from '../page-company/choices-state';
import { keepPageCompany, loadPageCompany, pageCompany } from '../page-company/page-company-state';
import { stillToSend } from '../page-company/send-draft';
import { ownerOf } from '../session/account';
import { api } from '../session/remote-api';
import { savedViewOf } from '../syncs/saved-view';
import { restoreFirst } from '../syncs/restore-first';
import { SyncList, type SavedView } from '../syncs/sync-list-state';
import { Popup } from './popup';
import { draft, entryId, keepPopupView, popupViewItem, scrollTop } from './popup-view';

/** Paints the popup from what is stored, then lets the background correct it. */
export async function startPopup(root: HTMLElement): Promise<void> {
  const [, view] = await Promise.all([loadPageState(), popupViewItem.get(), loadSendChoices()]);
  const list = new SyncList(api);
  const owner = account.value && ownerOf(account.value);
  const isOwn = view && view.owner === owner;
  if (isOwn) {
    scrollTop.value = view.scrollTop;
    entryId.value = view.entryId;
    draft.value = stillToSend(view.draft, outbox.value);
  }
  const known = isOwn ? withKnownIntegration(view.list) : savedViewOf({});
  // Who had scrolled down sees the rows there.
  const restoreRest = known && restoreFirst(list, known, scrollTop.value ? known.rows.length : undefined);
  const show = (filter: SyncFilter) => {
    scrollTop.value = 0;
    void list.show(filter, savedViewOf(filter));
  };
  render(<Popup list={list} show={show} />, root);
  await restoreRest?.();

  const save = keepPopupView(() => readView(list));
  effect(() => {
    readView(list);
    save();
  });
  startPage();
  onLiveMessage((message) => list.take(message));
  keepPageCompany();
  goLive();
  effect(() => {
    if (account.value && !pageCompany.peek()) void loadPageCompany();
  });
}

function readView(list: SyncList) {
  if (!account.value) return null;
  return {
    owner: ownerOf(account.value),
    list: { filter: list.filter.value, rows: list.rows.value, nextCursor: list.nextCursor.value },
    scrollTop: scrollTop.value,
    entryId: entryId.value,
    draft: draft.value,
  };
}

/** An integration that was removed since cannot be shown, nor left, because the switch no longer offers it. */
function withKnownIntegration(view: SavedView): SavedView {
  const { integrationId, ...filter } = view.filter;
  const isKnown = !integrationId || !snapshot.value || integrations.value.some(({ id }) => id === integrationId);
  return isKnown ? view : { filter, rows: [], nextCursor: null };
}
