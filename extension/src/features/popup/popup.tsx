import { useEffect } from 'preact/hooks';
import type { SyncFilter } from '@integration-queue/shared';
import { Confirm } from '@/ui/confirm';
import { lazily } from '@/ui/lazily';
import { Toasts } from '@/ui/toasts';
import { AttentionBanner } from '../integrations/attention-banner';
import { IssuesLink } from '../issues/issues-link';
import { account, othersWaiting, outbox } from '../live/page-state';
import { ConnectionBar } from '../session/connection-bar';
import { SignedOut } from '../session/signed-out';
import { isHelpOpen, listenToKeys } from '../shortcuts/shortcuts';
import { deleteEntry, retryEntry } from '../syncs/actions';
import { countsOf } from '../syncs/counts';
import { ListArea } from '../syncs/list-area';
import { RetryAll } from '../syncs/retry-all';
import { RunProgress } from '../syncs/run-progress';
import { SearchField } from '../syncs/search-field';
import { StatusFilter } from '../syncs/status-filter';
import type { EntryActions } from '../syncs/sync-row';
import type { SyncList } from '../syncs/sync-list-state';
import { SyncListView } from '../syncs/sync-list-view';
import { PopupHeader } from './popup-header';
import { draft, entryId, scrollTop } from './popup-view';
import { closeDraft, SendPreview, ThisPage } from './this-page';

/** Most people look at the list alone, and it must be there at once. */
const Entry = lazily(() => import('../syncs/entry').then((module) => module.Entry));
const OutboxBar = lazily(() => import('../outbox/outbox-bar').then((module) => module.OutboxBar));
const ShortcutsDialog = lazily(() => import('../shortcuts/shortcuts-dialog').then((module) => module.ShortcutsDialog));

interface Props {
  list: SyncList;
  show(filter: SyncFilter): void;
}

/** The popup: is everything all right, and is this page's company in my CRM? */
export function Popup({ list, show }: Props) {
  const filter = list.filter.value;
  useEffect(() => listenToKeys({ close: () => closeTop(list, show) }), []);
  const actions: EntryActions = {
    retry: (sync) => retryEntry(list, sync),
    delete: (sync) => deleteEntry(list, sync),
  };
  return (
    <>
      <main class="popup" inert={entryId.value !== null || draft.value !== null}>
        <PopupHeader
          integrationId={filter.integrationId}
          onSelect={(integrationId) => show({ ...filter, integrationId })}
        />
        {account.value ? <Overview list={list} show={show} actions={actions} /> : <SignedOut />}
      </main>
      {account.value && entryId.value !== null && (
        <Entry
          id={entryId.value}
          row={list.rows.value.find(({ id }) => id === entryId.value)}
          actions={{
            retry: actions.retry,
            delete: async (sync) => {
              if (await deleteEntry(list, sync)) closeEntry();
            },
          }}
          onClose={closeEntry}
        />
      )}
      {account.value && <SendPreview list={list} />}
      <Toasts />
      <Confirm />
      {isHelpOpen.value && <ShortcutsDialog />}
    </>
  );
}

function Overview({ list, show, actions }: Props & { actions: EntryActions }) {
  const filter = list.filter.value;
  return (
    <>
      <ConnectionBar />
      <AttentionBanner integrationId={filter.integrationId} />
      <ThisPage list={list} />
      {outbox.value.length + othersWaiting.value > 0 && <OutboxBar />}
      <div class="filters">
        <StatusFilter
          selected={filter.status}
          counts={countsOf(filter.integrationId)}
          onSelect={(status) => show({ ...filter, status })}
        />
        <SearchField value={filter.q ?? ''} onSearch={(q) => show({ ...filter, q: q || undefined })} />
        <RunProgress integrationId={filter.integrationId} />
      </div>
      <ListArea list={list} onClearFilters={() => show({ integrationId: filter.integrationId })}>
        <SyncListView
          list={list}
          actions={{ ...actions, open: (sync) => (entryId.value = sync.id) }}
          openId={entryId.value}
          scrollTop={scrollTop.value}
          onScroll={(top) => (scrollTop.value = top)}
        />
      </ListArea>
      <footer class="popup-footer">
        <RetryAll integrationId={filter.integrationId} />
        <IssuesLink integrationId={filter.integrationId} />
      </footer>
    </>
  );
}

/** Goes back to the list, to the row it came from. */
function closeEntry(): void {
  const id = entryId.value;
  entryId.value = null;
  // The list may take the focus only when it is no longer inert.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-id="${id}"] [data-row]`)?.focus({ preventScroll: true });
  });
}

function closeTop(list: SyncList, show: Props['show']): boolean {
  if (draft.value) closeDraft();
  else if (entryId.value !== null) closeEntry();
  else if (list.filter.value.q) show({ ...list.filter.value, q: undefined });
  else return false;
  return true;
}
