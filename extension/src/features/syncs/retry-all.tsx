import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { countsOf } from './counts';

/** Needed when it is pressed, and not for the list to be there. */
const loaded = () => import('./retry-many');

/** Sends everything again that failed, and says how much that is. Absent where nothing did. */
export function RetryAll({ integrationId }: { integrationId: string | undefined }) {
  const isRunning = useSignal(false);
  const failed = countsOf(integrationId)?.error ?? 0;
  if (failed === 0) return null;
  return (
    <button
      type="button"
      class="button"
      disabled={isRunning.value}
      onClick={() => {
        isRunning.value = true;
        void loaded()
          .then(({ retryAllFailed }) => retryAllFailed(integrationId, failed))
          .finally(() => (isRunning.value = false));
      }}
    >
      <Icon name="retry" /> {i18n.t('action.retryAll', [formatNumber(failed)])}
    </button>
  );
}
