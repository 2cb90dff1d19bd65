import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { durationText } from '@/ui/time-text';
import { explainProblem } from '../errors/error-text';
import type { BulkRun, SeenWork } from './bulk-work';

/** Less than this is over before it is read. */
const LEAST_SECONDS = 3;

/** How far an action on many entries is, with the way to stop the rest; and how it ended, where that was not the end. */
export function BulkProgress({ work }: { work: SeenWork }) {
  const told = useRef<HTMLParagraphElement>(null);
  const run = work.run.value;
  const isStopped = run?.state === 'cancelled' || run?.state === 'failed';
  // The button that had the focus is gone.
  useEffect(() => {
    if (isStopped) told.current?.focus();
  }, [isStopped]);
  if (!run || run.state === 'done') return null;
  if (isStopped)
    return (
      <p role="status" tabIndex={-1} ref={told}>
        {run.state === 'failed' && work.problem && `${explainProblem(work.problem)} `}
        {endText(work, run)}
      </p>
    );
  const total = run.left === null ? null : run.done + run.refused + run.left;
  const text = [
    total === null
      ? i18n.t(`bulkDone.${work.kind}`, run.done, [formatNumber(run.done)])
      : i18n.t(`bulkProgress.${work.kind}`, {
          done: formatNumber(run.done + run.refused),
          total: formatNumber(total),
        }),
    (run.secondsLeft ?? 0) >= LEAST_SECONDS &&
      i18n.t('bulkProgress.left', { time: durationText(run.secondsLeft ?? 0) }),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div class="run-progress">
      <progress {...(total === null ? {} : { max: total, value: run.done + run.refused })} aria-label={text} />
      <span>{text}</span>
      <button
        type="button"
        class="button small"
        aria-disabled={run.state === 'cancelling'}
        onClick={() => work.cancel()}
      >
        {i18n.t('bulkProgress.cancel')}
      </button>
    </div>
  );
}

function endText({ kind }: SeenWork, { done, left }: BulkRun): string {
  if (kind === 'export') return i18n.t('bulkProgress.noFile');
  const rest = left ? i18n.t('bulkProgress.rest', left, [formatNumber(left)]) : '';
  return [i18n.t(`bulkDone.${kind}`, done, [formatNumber(done)]), rest].filter(Boolean).join(' ');
}
