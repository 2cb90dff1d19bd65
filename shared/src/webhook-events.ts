/** What an endpoint can be told of, in the order it is offered. */
export const WEBHOOK_EVENTS = [
  'sync.processed',
  'sync.failed',
  'sync.deleted',
  'integration.needs_attention',
  'integration.recovered',
  'issue.opened',
  'issue.resolved',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Most endpoints of a workspace. */
export const MOST_WEBHOOKS = 20;
