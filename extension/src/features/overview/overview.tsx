import { useEffect } from 'preact/hooks';
import type { SyncFilter } from '@integration-queue/shared';
import { i18n } from '#i18n';
import { Confirm } from '@/ui/confirm';
import { lazily } from '@/ui/lazily';
import { Toasts } from '@/ui/toasts';
import { AttentionBanner } from '../integrations/attention-banner';
import { IssueFilter } from '../issues/issue-filter';
import { IssueStrip } from '../issues/issue-strip';
import { issuesPlace } from '../issues/issues-place';
import { account } from '../live/page-state';
import { DayChart } from '../chart/day-chart';
import { OutboxBar } from '../outbox/outbox-bar';
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
import { BulkBar } from './bulk-bar';
import { ChoiceFilters } from './choice-filters';
import { ColumnsChoice } from './columns-choice';
import { rangeOfDays } from './period';
import { entryId } from './place';
import { RowDetails } from './row-details';
import { selectByKey, tick } from './row-selection';
import { clearSelection, isAnySelected, isSelected, select } from './selection';
import { Sidebar } from './sidebar';

const Entry = lazily(() => import('../syncs/entry').then((module) => module.Entry));
const ShortcutsDialog = lazily(() => import('../shortcuts/shortcuts-dialog').then((module) => module.ShortcutsDialog));
const IssuesPage = lazily(() => import('../issues/issues-page').then((module) => module.IssuesPage));

interface Props {
  list: SyncList;
  show(filter: SyncFilter): void;
}

/** The sync overview as a full page: integrations at the left, the list, and the open entry beside it. */
export function Overview({ list, show }: Props) {
  useEffect(() => listenToKeys({ close: closeTop }), []);
  if (!account.value) return <SignedOut />;
  const actions: EntryActions = {
    retry: (sync) => retryEntry(list, sync),
    delete: async (sync) => {
      if ((await deleteEntry(list, sync)) && entryId.value === sync.id) entryId.value = null;
    },
  };
  const isList = issuesPlace.value === null;
  return (
    <div class={`overview ${isList && entryId.value !== null ? 'with-entry' : ''}`}>
      <Sidebar filter={list.filter.value} show={show} />
      {isList ? (
        <ListColumn list={list} show={show} actions={actions} />
      ) : (
        <IssuesPage issueId={issuesPlace.value ?? ''} />
      )}
      {isList && entryId.value !== null && (
        <aside class="overview-entry" aria-label={i18n.t('entry.title')}>
          <Entry
            id={entryId.value}
            row={list.rows.value.find(({ id }) => id === entryId.value)}
            actions={actions}
            onClose={closeEntry}
          />
        </aside>
      )}
      <Toasts />
      <Confirm />
      {isHelpOpen.value && (
        <ShortcutsDialog
          more={[
            ['Space', i18n.t('shortcut.select')],
            ['Shift ↑ ↓', i18n.t('shortcut.selectRange')],
          ]}
        />
      )}
    </div>
  );
}

function ListColumn({ list, show, actions }: Props & { actions: EntryActions }) {
  const filter = list.filter.value;
  const loadedIds = list.rows.value.map(({ id }) => id);
  return (
    <main class="overview-main">
      <ConnectionBar />
      <AttentionBanner integrationId={filter.integrationId} />
      <OutboxBar />
      <div class="filters">
        <StatusFilter
          whole
          selected={filter.status}
          counts={countsOf(filter.integrationId)}
          onSelect={(status) => show({ ...filter, status, skipped: undefined })}
        />
        <div class="filter-line">
          <SearchField value={filter.q ?? ''} onSearch={(q) => show({ ...filter, q: q || undefined })} />
          <ChoiceFilters filter={filter} rows={list.rows.value} show={show} />
          <ColumnsChoice />
          <RetryAll integrationId={filter.integrationId} />
        </div>
        {filter.issueId && (
          <IssueFilter issueId={filter.issueId} onClear={() => show({ ...filter, issueId: undefined })} />
        )}
        <RunProgress integrationId={filter.integrationId} />
        <DayChart filter={filter} onDay={(date) => show({ ...filter, ...rangeOfDays(date, date) })} />
      </div>
      <IssueStrip filter={filter} />
      <ListArea list={list} onClearFilters={() => show({ integrationId: filter.integrationId })}>
        <label class="select-all">
          <input
            type="checkbox"
            checked={loadedIds.length > 0 && loadedIds.every(isSelected)}
            onChange={({ currentTarget }) => select(loadedIds, currentTarget.checked)}
          />
          {i18n.t('bulk.selectLoaded')}
        </label>
        <div class="selecting" onKeyDown={(event) => selectByKey(event, loadedIds)}>
          <SyncListView
            list={list}
            actions={{ ...actions, open: (sync) => (entryId.value = sync.id) }}
            openId={entryId.value}
            details={(sync, integrationName) => <RowDetails sync={sync} integrationName={integrationName} />}
            before={(sync) => (
              <label class="row-select">
                <input
                  type="checkbox"
                  aria-label={i18n.t('bulk.selectRow', { company: sync.company.name })}
                  checked={isSelected(sync.id)}
                  onClick={({ currentTarget, shiftKey }) =>
                    tick(sync.id, currentTarget.checked, { shown: loadedIds, isRange: shiftKey })
                  }
                />
              </label>
            )}
          />
        </div>
      </ListArea>
      <BulkBar list={list} />
    </main>
  );
}

function closeEntry(): void {
  const id = entryId.value;
  entryId.value = null;
  document.querySelector<HTMLElement>(`[data-id="${id}"] [data-row]`)?.focus({ preventScroll: true });
}

function closeTop(): boolean {
  if (entryId.value !== null) closeEntry();
  else if (isAnySelected.value) clearSelection();
  else return false;
  return true;
}
