import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Issue } from '@integration-queue/shared/issue';
import { ISSUE_STATES } from '@integration-queue/shared/issue-states';
import { i18n } from '#i18n';
import { Notice } from '@/ui/notice';
import { Loaded } from '../errors/loaded';
import { ConnectionBar } from '../session/connection-bar';
import { IssueCard } from './issue-card';
import { issuesProblem, loadIssues, readIssue, shownIssues, shownState, showState } from './issue-state';

/** Failures by their cause, most entries first. `issueId` is the one somebody was sent here for. */
export function IssuesPage({ issueId }: { issueId: string }) {
  const isGone = useSignal(false);
  const issues = shownIssues.value;
  const isHere = issues?.some(({ id }) => id === issueId);
  useEffect(() => void loadIssues(), []);
  useEffect(() => {
    isGone.value = false;
    if (issueId && issues && !isHere) void readIssue(issueId).then((problem) => (isGone.value = problem !== null));
  }, [issueId, issues === null]);
  return (
    <main class="overview-main issues-main">
      <ConnectionBar />
      <header class="issues-head">
        <h2>{i18n.t('issue.title')}</h2>
        <span class="segments" role="group" aria-label={i18n.t('issue.states')}>
          {ISSUE_STATES.map((state) => (
            <button
              key={state}
              type="button"
              aria-pressed={shownState.value === state}
              onClick={() => showState(state)}
            >
              {i18n.t(`issue.state.${state}`)}
            </button>
          ))}
        </span>
      </header>
      {isGone.value && (
        <p class="muted" role="status">
          {i18n.t('issue.gone')}
        </p>
      )}
      <Issues issueId={issueId} />
    </main>
  );
}

function Issues({ issueId }: { issueId: string }) {
  return (
    <Loaded value={shownIssues.value} problem={issuesProblem.value} retry={loadIssues}>
      {(issues) => <IssueList {...{ issues, issueId }} />}
    </Loaded>
  );
}

function IssueList({ issues, issueId }: { issues: Issue[]; issueId: string }) {
  if (issues.length === 0)
    return <Notice icon="check" text={i18n.t(shownState.value === 'open' ? 'issue.none' : 'issue.noneOfState')} />;
  return (
    <ul class="issues">
      {issues.map((issue) => (
        <li key={issue.id}>
          <IssueCard issue={issue} isHighlighted={issue.id === issueId} />
        </li>
      ))}
    </ul>
  );
}
