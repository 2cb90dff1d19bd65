import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import type { Issue } from '@integration-queue/shared/issue';
import { IconButton } from '@/ui/icon-button';
import { api } from '../session/remote-api';
import { explainIssue } from './issue-text';

/** Says that only the entries of one issue are listed, of which, and how to see the others again. */
export function IssueFilter({ issueId, onClear }: { issueId: string; onClear(): void }) {
  const issue = useSignal<Issue | null>(null);
  useEffect(() => {
    void api.getIssue(issueId).then((answer) => (issue.value = answer.ok ? answer.value : null));
  }, [issueId]);
  return (
    <p class="issue-filter">
      <span class="muted">{i18n.t('issue.filtered')}</span>
      <a class="link" href={`#issues/${issueId}`}>
        {issue.value ? explainIssue(issue.value).what : i18n.t('issue.open')}
      </a>
      <IconButton icon="close" label={i18n.t('list.clearFilters')} onClick={onClear} />
    </p>
  );
}
