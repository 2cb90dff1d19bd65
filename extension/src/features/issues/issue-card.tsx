import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Issue, IssueCheck } from '@integration-queue/shared/issue';
import { ISSUE_STATES, type IssueState } from '@integration-queue/shared/issue-states';
import type { RetryChoice } from '@integration-queue/shared/retry';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { RelativeTime } from '@/ui/time';
import { showToast } from '@/ui/toasts';
import { mendPlace } from '../errors/mend-address';
import { reportProblem } from '../syncs/actions';
import { BulkProgress } from '../syncs/bulk-progress';
import { RetryChoices } from '../syncs/retry-choices';
import { workInSlices } from '../syncs/work-in-slices';
import { api } from '../session/remote-api';
import { CheckResult } from './check-result';
import { keepIssue, readIssue } from './issue-state';
import { explainIssue, issueMendAddress } from './issue-text';
import { retried, retryOf } from './retry-progress';
import { RetryState } from './retry-state';

interface Props {
  issue: Issue;
  /** Whether somebody was sent here because of it. */
  isHighlighted: boolean;
}

/** One cause of failure: what it is, whom it concerns, and everything that ends it. */
export function IssueCard({ issue, isHighlighted }: Props) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isHighlighted) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isHighlighted]);
  const { id, integrationName, object, field, fieldLabel, count, firstSeenAt, lastSeenAt, examples } = issue;
  const { what, todo } = explainIssue(issue);
  return (
    <article
      class={`card issue ${isHighlighted ? 'highlighted' : ''}`}
      ref={card}
      tabIndex={-1}
      aria-label={what}
      data-issue={id}
    >
      <header>
        <h3>{what}</h3>
        <span class={`issue-count ${count > 0 ? 'failing' : ''}`}>
          {i18n.t('issue.entries', count, [formatNumber(count)])}
        </span>
      </header>
      {todo && <p>{todo}</p>}
      <p class="muted">
        {[integrationName, i18n.t(`object.${object}`), field && `${i18n.t('issue.field')} ${fieldLabel ?? field}`]
          .filter(Boolean)
          .join(' · ')}
        {' · '}
        {i18n.t('issue.firstSeen')} <RelativeTime at={firstSeenAt} /> · {i18n.t('issue.lastSeen')}{' '}
        <RelativeTime at={lastSeenAt} />
      </p>
      {examples.length > 0 && (
        <p class="examples">
          <span class="muted">{i18n.t('issue.examples')}:</span>
          {examples.map(({ syncId, company }) => (
            <a key={syncId} class="link" href={`/overview.html?issueId=${id}&entry=${syncId}`} target="_blank">
              {company}
            </a>
          ))}
        </p>
      )}
      {issue.crmMessage && (
        <details>
          <summary>{i18n.t('entry.crmWords')}</summary>
          <p class="raw">{issue.crmMessage}</p>
        </details>
      )}
      <BulkProgress work={retryOf(id)} />
      {!retryOf(id).isRunning && <RetryState issue={issue} />}
      <Actions issue={issue} toCard={() => card.current?.focus({ preventScroll: true })} />
    </article>
  );
}

const WORDS = { open: 'issue.reopen', muted: 'issue.mute', resolved: 'issue.resolve' } as const;

/** What an issue can become from here; one that is resolved is not muted. */
const nextStates = (state: IssueState): IssueState[] =>
  ISSUE_STATES.filter((next) => next !== state && (next !== 'muted' || state === 'open'));

/** `toCard` gives the card the focus: for when the button that had it is gone. */
function Actions({ issue, toCard }: { issue: Issue; toCard(): void }) {
  const { id, code, count, state } = issue;
  const check = useSignal<IssueCheck | null>(null);
  const isWorking = useSignal(false);
  // Buttons that wait stay focusable: who pressed one by keyboard keeps the place.
  const run = async (work: () => Promise<unknown>) => {
    if (isWorking.value) return;
    isWorking.value = true;
    await work().finally(() => (isWorking.value = false));
  };
  const checkNow = async () => {
    const answer = await api.checkIssue(id);
    if (!answer.ok) return reportProblem(answer.problem);
    check.value = answer.value;
  };
  const retry = async (how?: RetryChoice) => {
    keepIssue(issue);
    const run = await workInSlices(retryOf(id), [{ filter: { issueId: id } }], count, how);
    if (!run || run.done === 0) return;
    check.value = null;
    // What was refused is in error as before, and did not fail again.
    const left = run.refused + (run.state === 'done' ? 0 : (run.left ?? 0));
    retried.value = new Map(retried.value).set(id, { sent: run.done, left });
    if (run.state !== 'done') return void (await readIssue(id));
    keepIssue({ ...issue, count: run.refused, examples: [] });
    toCard();
  };
  const change = async (next: IssueState) => {
    const answer = await api.changeIssue(id, { state: next });
    if (!answer.ok) return reportProblem(answer.problem);
    keepIssue(answer.value);
    toCard();
    showToast(i18n.t(next === 'open' ? 'issue.reopened' : `issue.${next}`));
  };
  const address = issueMendAddress(issue);
  return (
    <>
      {check.value && <CheckResult issue={issue} check={check.value} />}
      <div class="buttons">
        {address && (
          <a class="button primary" href={address} target="_blank">
            {i18n.t(mendPlace(code) === 'mapping' ? 'issue.openMapping' : 'issue.openConnection')}
          </a>
        )}
        {count > 0 && (
          <>
            <button type="button" class="button" aria-disabled={isWorking.value} onClick={() => void run(checkNow)}>
              {i18n.t('issue.check')}
            </button>
            <button
              type="button"
              class="button"
              aria-disabled={isWorking.value}
              onClick={() => void run(() => retry())}
            >
              <Icon name="retry" /> {i18n.t('issue.retry', count, [formatNumber(count)])}
            </button>
            <a class="button quiet" href={`/overview.html?issueId=${id}`} target="_blank">
              {i18n.t('issue.showEntries', count, [formatNumber(count)])}
            </a>
          </>
        )}
        <span class="buttons">
          {nextStates(state).map((next) => (
            <button
              key={next}
              type="button"
              class="button quiet"
              aria-disabled={isWorking.value}
              onClick={() => void run(() => change(next))}
            >
              {i18n.t(WORDS[next])}
            </button>
          ))}
        </span>
      </div>
      {count > 0 && (
        <RetryChoices
          mappingVersion="various"
          disabled={isWorking.value}
          onRetry={(choice) => run(() => retry(choice))}
        />
      )}
    </>
  );
}
