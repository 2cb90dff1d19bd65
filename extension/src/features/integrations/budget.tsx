import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { absoluteTime } from '@/ui/time-text';

/** How much of its request budget the CRM last said is used, and when it said so. Not every CRM tells. */
export function Budget({ budget }: { budget: Integration['budget'] }) {
  if (!budget) return null;
  const [used, limit] = [formatNumber(budget.used), formatNumber(budget.limit)];
  return (
    <p class="budget muted">
      <meter min={0} max={budget.limit} value={budget.used} aria-hidden="true" />{' '}
      {i18n.t('integration.budget', { used, limit, time: absoluteTime(budget.at) })}
    </p>
  );
}
