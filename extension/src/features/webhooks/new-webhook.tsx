import { useSignal } from '@preact/signals';
import { WEBHOOK_EVENTS, type WebhookEvent } from '@integration-queue/shared/webhook-events';
import { i18n } from '#i18n';
import { explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { EventChoice } from './event-choice';
import { shownSecret, webhooks } from './webhook-list-state';

/** Adds an address. */
export function NewWebhook() {
  const url = useSignal('');
  const events = useSignal<WebhookEvent[]>([...WEBHOOK_EVENTS]);
  const problem = useSignal<ShownProblem | null>(null);
  const isWorking = useSignal(false);
  const add = async () => {
    isWorking.value = true;
    const answer = await api
      .createWebhook({ url: url.value, events: events.value })
      .finally(() => (isWorking.value = false));
    problem.value = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    url.value = '';
    shownSecret.value = { id: answer.value.id, secret: answer.value.secret };
    await webhooks.load();
  };
  return (
    <form
      class="card new-webhook"
      aria-labelledby="new-webhook"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h3 id="new-webhook">{i18n.t('webhooks.new')}</h3>
      <label class="field">
        <span>{i18n.t('webhooks.url')}</span>
        <input
          type="url"
          required
          pattern="https?://.+"
          placeholder="https://hooks.example.com/integration-queue"
          value={url.value}
          onInput={({ currentTarget }) => (url.value = currentTarget.value)}
        />
      </label>
      <EventChoice chosen={events.value} onChange={(next) => (events.value = next)} />
      {problem.value && (
        <p class="error-text" role="alert">
          {explainProblem(problem.value)}
        </p>
      )}
      <button type="submit" class="button primary" disabled={isWorking.value || events.value.length === 0}>
        {i18n.t('webhooks.add')}
      </button>
    </form>
  );
}
