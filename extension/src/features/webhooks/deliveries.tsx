import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Delivery } from '@integration-queue/shared/webhook';
import { i18n } from '#i18n';
import { RelativeTime } from '@/ui/time';
import { explainProblem } from '../errors/error-text';
import type { Answer, ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { isKnownEvent } from './known-event';

const SHOWN = 20;

/** What an address was sent last, and what became of it. */
export function Deliveries({ webhookId, canPing }: { webhookId: string; canPing: boolean }) {
  const items = useSignal<Delivery[] | null>(null);
  const problem = useSignal<ShownProblem | null>(null);
  const load = async () => {
    const answer = await api.listDeliveries(webhookId, { limit: SHOWN });
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) items.value = answer.value.items;
  };
  const andLoad = async (call: Promise<Answer<unknown>>) => {
    const answer = await call;
    if (answer.ok) await load();
    else problem.value = answer.problem;
  };
  useEffect(() => void load(), [webhookId]);
  return (
    <section aria-label={i18n.t('webhooks.deliveries')}>
      <p class="buttons">
        <strong class="grow">{i18n.t('webhooks.deliveries')}</strong>
        <button
          type="button"
          class="button small"
          disabled={!canPing}
          onClick={() => void andLoad(api.pingWebhook(webhookId))}
        >
          {i18n.t('webhooks.ping')}
        </button>
        <button type="button" class="button small" onClick={() => void load()}>
          {i18n.t('webhooks.reload')}
        </button>
      </p>
      {problem.value && <p class="error-text">{explainProblem(problem.value)}</p>}
      {items.value?.length === 0 && <p class="muted">{i18n.t('webhooks.noDeliveries')}</p>}
      <ul class="deliveries">
        {items.value?.map((delivery) => (
          <li key={delivery.id}>
            <span class={delivery.status === 'failed' ? 'error-text' : ''}>
              {i18n.t(`webhooks.status.${delivery.status}`)}
            </span>
            <span class="grow">
              {isKnownEvent(delivery.type) ? i18n.t(`webhooks.event.${delivery.type}`) : i18n.t('webhooks.ping')} ·{' '}
              <RelativeTime at={delivery.occurredAt} />
              {delivery.last?.error && <span class="muted"> · {delivery.last.error}</span>}
            </span>
            <button
              type="button"
              class="button small"
              onClick={() => void andLoad(api.resendDelivery(webhookId, delivery.id))}
            >
              {i18n.t('webhooks.resend')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
