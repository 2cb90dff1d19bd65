import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { explainError } from '../errors/error-text';
import { integrations } from '../live/page-state';

/** The integrations that do nothing until somebody mends them: what is wrong, how much waits, and the way there. */
export function AttentionBanner({ integrationId }: { integrationId: string | undefined }) {
  const troubled = integrations.value.filter(
    ({ id, status }) => status === 'needs_attention' && (integrationId === undefined || id === integrationId),
  );
  const [first] = troubled;
  if (!first) return null;
  const isOne = troubled.length === 1;
  const title = isOne ? i18n.t('attention.title', { integration: first.name }) : i18n.t('attention.several');
  const waiting = troubled.reduce((sum, { counts }) => sum + counts.pending + counts.processing, 0);
  return (
    <section class="banner attention" aria-label={title}>
      <Icon name="warning" />
      <p>
        <strong>{title}</strong> {isOne ? whatOf(first) : `${troubled.map(({ name }) => name).join(', ')}.`}{' '}
        {waiting > 0 && i18n.t('attention.waiting', waiting, [formatNumber(waiting)])}
      </p>
      <a class="button small" href={`/options.html#integrations${isOne ? `/${first.id}` : ''}`} target="_blank">
        {i18n.t('attention.fix')}
      </a>
    </section>
  );
}

const whatOf = ({ error }: Integration) => error && explainError(error).what;
