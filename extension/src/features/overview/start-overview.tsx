import { effect } from '@preact/signals';
import { render } from 'preact';
import type { SyncFilter } from '@integration-queue/shared';
import { i18n } from '#i18n';
import { startPage } from '@/ui/start-page';
import { followIssues, restoreIssues } from '../issues/issue-state';
import { issuesToShow } from '../issues/issue-strip';
import { issuesPlace, readIssuesPlace, writeIssuesPlace } from '../issues/issues-place';
import { account, goLive, loadPageState, onLiveMessage } from '../live/page-state';
import { ownerOf } from '../session/account';
import { api } from '../session/remote-api';
import { savedIssuesItem } from '../snapshot/saved-issues';
import { savedViewOf } from '../syncs/saved-view';
import { restoreFirst } from '../syncs/restore-first';
import { SyncList } from '../syncs/sync-list-state';
import { readPlace, writePlace, type Place } from './address';
import { loadColumns } from './columns';
import { Overview } from './overview';
import { entryId } from './place';
import { clearSelection } from './selection';
import { loadNamedViews, namedViewsOf } from './views';

/** Where there are causes to show first, the rows come right after them. */
const FIRST_ROWS_BELOW_ISSUES = 3;

/** Shows what the address says, and keeps the address true to what is shown. */
export async function startOverview(root: HTMLElement): Promise<void> {
  issuesPlace.value = readIssuesPlace(location.hash);
  const [, savedIssues] = await Promise.all([
    loadPageState(),
    savedIssuesItem.get(),
    loadNamedViews(),
    loadColumns(),
    // Begun only when it is to be shown, its way here would come on top of the others.
    issuesPlace.value !== null && import('../issues/issues-page'),
  ]);
  if (account.value) restoreIssues(savedIssues, ownerOf(account.value));
  const list = new SyncList(api);
  const show = (filter: SyncFilter) => {
    clearSelection();
    issuesPlace.value = null;
    void list.show(filter, savedViewOf(filter));
  };
  const place = readPlace(location.search || (location.hash ? '' : defaultQuery()));
  entryId.value = place.entryId;
  const view = savedViewOf(place.filter) ?? { filter: place.filter, rows: [], nextCursor: null };
  const hasIssues = issuesToShow(place.filter).length > 0;
  const restoreRest = restoreFirst(list, view, hasIssues ? FIRST_ROWS_BELOW_ISSUES : undefined);
  render(<Overview list={list} show={show} />, root);

  effect(() => {
    const place = { filter: list.filter.value, entryId: entryId.value };
    const address = writePlace(place) + writeIssuesPlace(issuesPlace.value);
    if (address === location.search + location.hash) return;
    // Going back should not spell a search out again letter by letter.
    const isTyping = withoutSearch(place) === withoutSearch(readPlace(location.search));
    history[isTyping ? 'replaceState' : 'pushState'](null, '', location.pathname + address);
  });
  addEventListener('popstate', () => {
    const { filter, entryId: id } = readPlace(location.search);
    if (writePlace({ filter, entryId: null }) !== writePlace({ filter: list.filter.peek(), entryId: null }))
      show(filter);
    issuesPlace.value = readIssuesPlace(location.hash);
    entryId.value = id;
  });
  startPage(i18n.t('list.label'));
  await restoreRest();
  onLiveMessage((message) => list.take(message));
  followIssues();
  goLive();
}

/** Of the view the member opens the page with, where they chose one. */
function defaultQuery(): string {
  const views = account.value ? namedViewsOf(ownerOf(account.value)) : [];
  return views.find(({ isDefault }) => isDefault)?.query ?? '';
}

const withoutSearch = ({ filter, entryId: id }: Place) =>
  writePlace({ filter: { ...filter, q: undefined }, entryId: id });
