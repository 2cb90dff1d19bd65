import { WEBHOOK_EVENTS, type WebhookEvent } from '@integration-queue/shared/webhook-events';
import { i18n } from '#i18n';

interface Props {
  chosen: readonly WebhookEvent[];
  onChange(events: WebhookEvent[]): void;
}

/** Which events an address is told of. */
export function EventChoice({ chosen, onChange }: Props) {
  const turn = (event: WebhookEvent, isOn: boolean) =>
    onChange(WEBHOOK_EVENTS.filter((other) => (other === event ? isOn : chosen.includes(other))));
  return (
    <fieldset class="events">
      <legend>{i18n.t('webhooks.events')}</legend>
      {WEBHOOK_EVENTS.map((event) => (
        <label key={event} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(event)}
            onChange={({ currentTarget }) => turn(event, currentTarget.checked)}
          />
          {i18n.t(`webhooks.event.${event}`)}
        </label>
      ))}
    </fieldset>
  );
}
