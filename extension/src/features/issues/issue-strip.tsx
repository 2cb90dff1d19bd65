import type { SyncFilter } from '@integration-queue/shared';
import type { Issue } from '@integration-queue/shared/issue';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { countsOf } from '../syncs/counts';
import { openIssues } from './issue-state';
import { explainIssue } from './issue-text';

/** From this many failed entries on, their causes are worth more than the entries. */
const MANY = 20;
const MOST_SHOWN = 4;

/** The causes that stand before a list, most entries first; none where few entries failed, or the list is of others. */
export function issuesToShow({ integrationId, status, issueId }: SyncFilter): Issue[] {
  const isAboutOthers = issueId !== undefined || (status !== undefined && status !== 'error');
  if (isAboutOthers || (countsOf(integrationId)?.error ?? 0) < MANY) return [];
  return openIssues.value?.filter((issue) => !integrationId || issue.integrationId === integrationId) ?? [];
}

/** The causes of many failures, before the failures themselves. */
export function IssueStrip({ filter }: { filter: SyncFilter }) {
  const issues = issuesToShow(filter);
  if (issues.length === 0) return null;
  return (
    <section class="issue-strip" aria-label={i18n.t('issue.first')}>
      <h2>{i18n.t('issue.first')}</h2>
      <ul>
        {issues.slice(0, MOST_SHOWN).map((issue) => (
          <li key={issue.id}>
            <a href={`#issues/${issue.id}`}>
              <span class="error-count">{formatNumber(issue.count)}</span>
              <span class="grow">{explainIssue(issue).what}</span>
              <span class="muted">{issue.integrationName}</span>
            </a>
          </li>
        ))}
      </ul>
      {issues.length > MOST_SHOWN && (
        <a class="link" href="#issues">
          {i18n.t('issue.all')}
        </a>
      )}
    </section>
  );
}
