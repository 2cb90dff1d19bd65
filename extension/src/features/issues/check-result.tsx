import type { Issue, IssueCheck } from '@integration-queue/shared/issue';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { optionalMessage } from '@/platform/locale';
import { explainError } from '../errors/error-text';
import { mendAddress } from '../errors/mend-address';
import { explainMappingProblem } from '../mapping/mapping-problem-text';

/** How many entries of an issue would pass now, what keeps the others, and of how many only sending them tells. */
export function CheckResult({ issue, check }: { issue: Issue; check: IssueCheck }) {
  const { count, checked, wouldPass, unknown, problems } = check;
  const allPass = wouldPass === checked;
  const known = checked - unknown;
  return (
    <div role="status" class="check-result">
      {known > 0 && (
        <p class={allPass ? 'done-text' : undefined}>
          <Icon name={allPass ? 'check' : 'warning'} />{' '}
          <strong>{i18n.t('issue.wouldPass', { pass: formatNumber(wouldPass), count: formatNumber(checked) })}</strong>
        </p>
      )}
      {unknown > 0 && (
        <p>
          <Icon name="warning" /> <strong>{i18n.t('issue.unknown', unknown, [formatNumber(unknown)])}</strong>{' '}
          {i18n.t('issue.unknownWhy')}
        </p>
      )}
      {checked < count && (
        <p class="muted">
          {i18n.t('issue.checkedFirst', { checked: formatNumber(checked), count: formatNumber(count) })}
        </p>
      )}
      {problems.length > 0 && (
        <>
          <h4>{i18n.t('issue.inTheWay')}</h4>
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.target} ${problem.code} ${problem.message}`}>
                <span class="muted">{formatNumber(problem.count)} ×</span> <Obstacle issue={issue} problem={problem} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Obstacle({ issue, problem }: { issue: Issue; problem: IssueCheck['problems'][number] }) {
  const { code, target } = problem;
  const field = (target === issue.field && issue.fieldLabel) || target;
  // A problem of the mapping names the value; any other is told as the error it would be.
  const { what } = optionalMessage(`mappingProblem.${code}.what`)
    ? explainMappingProblem(problem, field)
    : explainError({ ...problem, field });
  const address = mendAddress({ code, integrationId: issue.integrationId, object: issue.object, field: target });
  return <>{address ? <a href={address}>{what}</a> : what}</>;
}
