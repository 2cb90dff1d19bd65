import type { Issue } from '@integration-queue/shared/issue';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { countsOf } from '../syncs/counts';
import { failedAgain, progressOf, retried } from './retry-progress';

/** How far sending an issue's entries again is, and how it ended. */
export function RetryState({ issue: { id, integrationId, count } }: { issue: Issue }) {
  const retry = retried.value.get(id);
  const counts = countsOf(integrationId);
  if (!retry || !counts) return null;
  const total = retry.sent;
  const { done, isFinished } = progressOf(total, counts);
  const text = i18n.t('issue.progress', { done: formatNumber(done), total: formatNumber(total) });
  if (!isFinished)
    return (
      <div class="run-progress">
        <progress max={total} value={done} aria-label={text} />
        <span>{text}</span>
      </div>
    );
  const failed = failedAgain(retry, count);
  return (
    <p role="status" class={failed > 0 ? 'error-text' : 'done-text'}>
      <Icon name={failed > 0 ? 'error' : 'check'} size={14} /> {i18n.t('issue.finished', total, [formatNumber(total)])}{' '}
      {failed > 0 && i18n.t('issue.failedAgain', failed, [formatNumber(failed)])}
    </p>
  );
}
