import { useSignal } from '@preact/signals';
import type { RetryChoice } from '@integration-queue/shared/retry';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';

interface Props {
  /** The version of the field mapping it was sent with, null where it never came to one; of many entries each has its own. */
  mappingVersion: number | null | 'various';
  disabled?: boolean;
  onRetry(choice: NonNullable<RetryChoice>): Promise<unknown>;
}

/** Sending one entry or many again as it was then, for those who do not want it as things are today. */
export function RetryChoices({ mappingVersion, disabled = false, onRetry }: Props) {
  const choice = useSignal<NonNullable<RetryChoice>>({});
  const isWorking = useSignal(false);
  const isBusy = disabled || isWorking.value;
  const retry = () => {
    if (isBusy) return;
    isWorking.value = true;
    void onRetry(choice.value).finally(() => (isWorking.value = false));
  };
  const set = (name: keyof NonNullable<RetryChoice>) => (event: { currentTarget: HTMLInputElement }) =>
    (choice.value = { ...choice.value, [name]: event.currentTarget.checked ? 'as_sent' : 'current' });
  return (
    <details class="retry-choices">
      <summary>{i18n.t('retryChoices.title')}</summary>
      <div class="retry-how">
        <p class="muted">{i18n.t('retryChoices.today')}</p>
        <div class="check-list">
          {mappingVersion !== null && (
            <label class="check">
              <input type="checkbox" onChange={set('mapping')} />
              {mappingVersion === 'various'
                ? i18n.t('retryChoices.mappings')
                : i18n.t('retryChoices.mapping', [formatNumber(mappingVersion)])}
            </label>
          )}
          <label class="check">
            <input type="checkbox" onChange={set('data')} />
            {i18n.t('retryChoices.data')}
          </label>
        </div>
        <button type="button" class="button small" aria-disabled={isBusy} onClick={retry}>
          {i18n.t('retryChoices.retry')}
        </button>
      </div>
    </details>
  );
}
