import { WEBHOOK_EVENTS, type WebhookEvent } from '@integration-queue/shared/webhook-events';

/** Whether a message is about one of the events we have words for; a test is not. */
export function isKnownEvent(type: string): type is WebhookEvent {
  return (WEBHOOK_EVENTS as readonly string[]).includes(type);
}
