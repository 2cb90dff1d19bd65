import * as v from 'valibot';
import { httpUrl, id, page, pageQuery, text, time } from './fields.js';
import { WEBHOOK_EVENTS } from './webhook-events.js';

/** What delivery can say of one message: on its way, taken by the receiver, or given up. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/**
 * Why an endpoint is told nothing: a person switched it off, it took nothing for three days, or it answered 410 Gone.
 */
export const DISABLED_REASONS = ['by_person', 'failing', 'gone'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

const webhookEntries = {
  url: v.pipe(
    httpUrl,
    v.check((url) => URL.canParse(url), 'must be an address that exists, such as https://hooks.example.com/in'),
    v.check((url) => {
      const parsed = URL.parse(url);
      return parsed === null || (parsed.username === '' && parsed.password === '');
    }, 'must be an address without a user name or password'),
  ),
  events: v.pipe(
    v.array(v.picklist(WEBHOOK_EVENTS, `must be one of ${WEBHOOK_EVENTS.join(', ')}`)),
    v.minLength(1, 'must name at least one event'),
    v.transform((events) => WEBHOOK_EVENTS.filter((event) => events.includes(event))),
  ),
  description: v.optional(v.nullable(text(200)), null),
};

/** `POST /v1/webhooks`: where to send what. */
export const webhookInputSchema = v.strictObject(webhookEntries);
export type WebhookInput = v.InferInput<typeof webhookInputSchema>;
export type ParsedWebhookInput = v.InferOutput<typeof webhookInputSchema>;

/**
 * `PATCH /v1/webhooks/{id}`: absent leaves. Switched on again it gets what waited for it; what happened while it was off
 * was not kept for it.
 */
export const webhookChangeSchema = v.strictObject({
  url: v.optional(webhookEntries.url),
  events: v.optional(webhookEntries.events),
  description: v.optional(webhookEntries.description.wrapped),
  enabled: v.optional(v.boolean()),
});
export type WebhookChange = v.InferInput<typeof webhookChangeSchema>;
export type ParsedWebhookChange = v.InferOutput<typeof webhookChangeSchema>;

/** An endpoint. `failingSince` is set while it takes nothing; after three days of that it is switched off. */
export const webhookSchema = v.object({
  id,
  url: v.string(),
  events: v.array(v.picklist(WEBHOOK_EVENTS)),
  description: v.nullable(v.string()),
  enabled: v.boolean(),
  disabled: v.nullable(v.object({ reason: v.picklist(DISABLED_REASONS), at: time })),
  failingSince: v.nullable(time),
  /** Messages on their way, counted up to 10,000. */
  waiting: v.number(),
  lastDeliveredAt: v.nullable(time),
  createdAt: time,
});
export type Webhook = v.InferOutput<typeof webhookSchema>;
export const webhookListSchema = page(webhookSchema);
export type WebhookList = v.InferOutput<typeof webhookListSchema>;

/**
 * The answer to creating an endpoint and to a new secret: the only times the secret is shown. After a new one, messages are
 * signed with the old one as well for 24 hours.
 */
export const createdWebhookSchema = v.object({ ...webhookSchema.entries, secret: v.string() });
export type CreatedWebhook = v.InferOutput<typeof createdWebhookSchema>;

/** One message to one endpoint. Its `id` is the `webhook-id` header, the same each time it is sent. */
export const deliverySchema = v.object({
  id,
  type: v.string(),
  /** The entry, integration or issue it is about; messages about one arrive in order. */
  subjectId: id,
  status: v.picklist(DELIVERY_STATUSES),
  attempts: v.number(),
  occurredAt: time,
  /** While it is on its way: not before. */
  nextAttemptAt: v.nullable(time),
  deliveredAt: v.nullable(time),
  /** What came of the last attempt; null before the first. `answer` is the beginning of what the receiver said. */
  last: v.nullable(
    v.object({
      at: time,
      durationMs: v.number(),
      httpStatus: v.nullable(v.number()),
      error: v.nullable(v.string()),
      answer: v.string(),
    }),
  ),
});
export type Delivery = v.InferOutput<typeof deliverySchema>;
export const deliveryPageSchema = page(deliverySchema);
export type DeliveryPage = v.InferOutput<typeof deliveryPageSchema>;

/** `GET /v1/webhooks/{id}/deliveries`: newest first. Messages are kept for 30 days. */
export const deliveryQuerySchema = v.strictObject({
  status: v.optional(v.picklist(DELIVERY_STATUSES, `must be one of ${DELIVERY_STATUSES.join(', ')}`)),
  ...pageQuery,
});
export type DeliveryQuery = v.InferOutput<typeof deliveryQuerySchema>;
