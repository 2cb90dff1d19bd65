import { useSignal } from '@preact/signals';
import type { Webhook } from '@integration-queue/shared/webhook';
import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { formatNumber } from '@/ui/locale';
import { Switch } from '@/ui/switch';
import { RelativeTime } from '@/ui/time';
import { Deliveries } from './deliveries';
import { EventChoice } from './event-choice';
import { changeWebhook, deleteWebhook, rotateSecret, shownSecret } from './webhook-list-state';

/** One address: whether it is told, of what, and how it takes it. */
export function WebhookCard({ webhook }: { webhook: Webhook }) {
  const { id, url, events, enabled } = webhook;
  const isOpen = useSignal(false);
  const remove = async () => {
    if (await confirmFirst(i18n.t('webhooks.deleteQuestion', { url }), i18n.t('action.delete')))
      await deleteWebhook(id);
  };
  const renew = async () => {
    if (await confirmFirst(i18n.t('webhooks.renewQuestion'), i18n.t('webhooks.renew'))) await rotateSecret(id);
  };
  return (
    <article class="card webhook" aria-label={url} data-webhook={id}>
      <header>
        <Switch
          checked={enabled}
          label={i18n.t('webhooks.switch', { url })}
          state={i18n.t(enabled ? 'automation.on' : 'automation.off')}
          onChange={(next) => void changeWebhook(id, { enabled: next })}
        />
        <h3>{url}</h3>
      </header>
      <Health webhook={webhook} />
      {shownSecret.value?.id === id && <Secret secret={shownSecret.value.secret} />}
      <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
        <summary>{i18n.t('webhooks.details')}</summary>
        {isOpen.value && (
          <div class="webhook-details">
            <EventChoice
              chosen={events}
              onChange={(next) => {
                if (next.length > 0) void changeWebhook(id, { events: next });
              }}
            />
            <Deliveries webhookId={id} canPing={enabled} />
            <p class="buttons">
              <button type="button" class="button" onClick={() => void renew()}>
                {i18n.t('webhooks.renew')}
              </button>
              <button type="button" class="button" onClick={() => void remove()}>
                {i18n.t('action.delete')}
              </button>
            </p>
          </div>
        )}
      </details>
    </article>
  );
}

function Health({ webhook: { disabled, failingSince, waiting, lastDeliveredAt } }: { webhook: Webhook }) {
  if (disabled)
    return (
      <p class={disabled.reason === 'by_person' ? 'muted' : 'error-text'}>
        {i18n.t(`webhooks.disabled.${disabled.reason}`)} · <RelativeTime at={disabled.at} />
      </p>
    );
  if (failingSince)
    return (
      <p class="error-text">
        {i18n.t('webhooks.failing', { count: formatNumber(waiting) })} · <RelativeTime at={failingSince} />
      </p>
    );
  if (!lastDeliveredAt) return <p class="muted">{i18n.t('webhooks.neverDelivered')}</p>;
  return (
    <p class="muted">
      {i18n.t('webhooks.lastDelivered')} <RelativeTime at={lastDeliveredAt} />
    </p>
  );
}

function Secret({ secret }: { secret: string }) {
  return (
    <label class="field secret">
      <span>{i18n.t('webhooks.secret')}</span>
      <input readOnly value={secret} onFocus={({ currentTarget }) => currentTarget.select()} />
    </label>
  );
}
