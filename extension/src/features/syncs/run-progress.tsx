import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { durationText } from '@/ui/time-text';
import { snapshot } from '../live/page-state';

/** Less than this is over before a bar would be read. */
const LEAST_ENTRIES = 20;
const LEAST_SECONDS = 5;

/** How far the queue is, while something long runs. */
export function RunProgress({ integrationId }: { integrationId: string | undefined }) {
  const known = snapshot.value;
  const run = known?.runs[integrationId ?? 'all'];
  const secondsLeft = integrationId
    ? known?.summary?.integrations.find((one) => one.integrationId === integrationId)?.secondsLeft
    : known?.summary?.secondsLeft;
  if (!run || run.open === 0 || run.done + run.open < LEAST_ENTRIES || (secondsLeft ?? 0) < LEAST_SECONDS) return null;
  const text = i18n.t('progress.text', {
    done: formatNumber(run.done),
    total: formatNumber(run.done + run.open),
    left: durationText(secondsLeft ?? 0),
  });
  return (
    <div class="run-progress">
      <progress max={run.done + run.open} value={run.done} aria-label={text} />
      <span>{text}</span>
    </div>
  );
}
