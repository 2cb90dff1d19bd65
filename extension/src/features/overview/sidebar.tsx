import type { SyncFilter } from '@integration-queue/shared';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { openIssues } from '../issues/issue-state';
import { issuesPlace } from '../issues/issues-place';
import { WarningMark } from '../integrations/warning-mark';
import { account, integrations } from '../live/page-state';
import { countsOf } from '../syncs/counts';
import { readPlace, writePlace } from './address';
import { ViewsList } from './views-list';
import { isHelpOpen } from '../shortcuts/shortcuts';

/** All integrations, and each with its mark and how much of it failed. */
export function Sidebar({ filter, show }: { filter: SyncFilter; show(filter: SyncFilter): void }) {
  const choose = (integrationId: string | undefined) => show({ ...filter, integrationId });
  const isList = issuesPlace.value === null;
  const issues = openIssues.value?.length ?? 0;
  return (
    <nav class="sidebar" aria-label={i18n.t('filter.integration')}>
      <h1>
        <img src="/icons/32.png" width={20} height={20} alt="" /> {i18n.t('extension.name')}
      </h1>
      <ul>
        <Item
          name={i18n.t('filter.allIntegrations')}
          errors={countsOf(undefined)?.error}
          isCurrent={isList && !filter.integrationId}
          onClick={() => choose(undefined)}
        />
        {integrations.value.map(({ id, name, status, counts, warnings }) => (
          <Item
            key={id}
            name={name}
            status={status}
            isWarned={status !== 'needs_attention' && warnings.length > 0}
            errors={counts.error}
            isCurrent={isList && filter.integrationId === id}
            onClick={() => choose(id)}
          />
        ))}
      </ul>
      <ViewsList
        query={isList ? writePlace({ filter, entryId: null }) : ''}
        show={(query) => show(readPlace(query).filter)}
      />
      <ul>
        <li>
          <a href="#issues" aria-current={isList ? undefined : 'page'}>
            <span class="grow">{i18n.t('issue.title')}</span>
            {issues > 0 && <span class="error-count">{formatNumber(issues)}</span>}
          </a>
        </li>
      </ul>
      <p class="sidebar-foot">
        <button type="button" class="link" onClick={() => (isHelpOpen.value = true)}>
          <Icon name="keyboard" /> {i18n.t('shortcut.title')}
        </button>
        <a class="link" href="/options.html">
          <Icon name="gear" /> {i18n.t('options.title')}
        </a>
        <span class="muted">{account.value?.member.name}</span>
      </p>
    </nav>
  );
}

interface ItemProps {
  name: string;
  status?: 'active' | 'paused' | 'needs_attention';
  isWarned?: boolean;
  errors: number | undefined;
  isCurrent: boolean;
  onClick(): void;
}

function Item({ name, status, isWarned, errors, isCurrent, onClick }: ItemProps) {
  return (
    <li>
      <button type="button" aria-current={isCurrent || undefined} onClick={onClick}>
        {status && <span class={`dot ${status}`} aria-hidden="true" />}
        <span class="grow">
          {name}
          {status && status !== 'active' && <span class="muted"> {i18n.t(`integrationStatus.${status}`)}</span>}
        </span>
        {isWarned && <WarningMark />}
        {errors ? (
          <span class="error-count" title={i18n.t('status.error')}>
            {formatNumber(errors)}
          </span>
        ) : null}
      </button>
    </li>
  );
}
