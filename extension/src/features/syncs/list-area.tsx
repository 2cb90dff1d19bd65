import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Late } from '@/ui/late';
import { Notice } from '@/ui/notice';
import { explainProblem } from '../errors/error-text';
import { connection, integrations, isAdmin, snapshot } from '../live/page-state';
import type { SyncList } from './sync-list-state';

interface Props {
  list: SyncList;
  onClearFilters(): void;
  /** The rows, where there are some. */
  children: ComponentChildren;
}

/** The place of the list: its rows, or one sentence that says why there are none and what to do next. */
export function ListArea({ list, onClearFilters, children }: Props) {
  if (list.rows.value.length > 0 || list.newRows.value.length > 0) return <>{children}</>;
  if (list.phase.value === 'failed') return <Failed list={list} />;
  if (list.phase.value === 'loading')
    return (
      <Late>
        <Skeleton />
      </Late>
    );
  if (snapshot.value?.summary && integrations.value.length === 0) return <NoIntegration />;
  // The integration is chosen above the list, and stays chosen.
  if (Object.values({ ...list.filter.value, integrationId: undefined }).some(Boolean)) {
    return (
      <Notice icon="search" text={i18n.t('list.noResult')}>
        <button type="button" class="button" onClick={onClearFilters}>
          {i18n.t('list.clearFilters')}
        </button>
      </Notice>
    );
  }
  return <Notice icon="send" text={i18n.t('list.empty')} />;
}

function Failed({ list }: { list: SyncList }) {
  const problem = list.problem.value;
  const isOffline = connection.value.state === 'offline' || problem?.code === 'offline';
  return (
    <Notice
      icon={isOffline ? 'offline' : 'warning'}
      text={isOffline || !problem ? i18n.t('list.offline') : explainProblem(problem)}
    >
      <button type="button" class="button" onClick={() => void list.refresh()}>
        {i18n.t('action.tryAgain')}
      </button>
    </Notice>
  );
}

function NoIntegration() {
  return (
    <Notice icon="plug" text={i18n.t(isAdmin.value ? 'list.noIntegration' : 'list.noIntegrationMember')}>
      <a class="button" href="/options.html#integrations" target="_blank">
        {i18n.t('options.integrations')}
      </a>
    </Notice>
  );
}

/** Rows of the final height, so that nothing moves when the real ones come. */
function Skeleton() {
  return (
    <ul class="skeleton" aria-label={i18n.t('list.loading')}>
      {Array.from({ length: 6 }, (_, index) => (
        <li key={index} />
      ))}
    </ul>
  );
}
