import * as v from 'valibot';
import { id, text, time } from './fields.js';
import { integrationErrorSchema } from './integration-error.js';
import { statusCountsSchema } from './sync.js';
import { INTEGRATION_STATUSES, PROVIDERS, SYNC_OBJECTS } from './vocabulary.js';

export type { IntegrationError } from './integration-error.js';

/**
 * What will fail unless somebody acts, told before it does; the queue goes on meanwhile. Of a field mapping that no longer
 * fits the CRM's schema it names `object`, `field` (its name in the CRM), `label` and, where a value does not fit, `value`;
 * the codes are those of mapping problems, and `field_removed` for a field that was there before. Of access that ends
 * (`access_ends`) it says `until` when.
 */
export const integrationWarningSchema = v.object({
  code: v.string(),
  message: v.string(),
  hint: v.string(),
  since: time,
  object: v.optional(v.picklist(SYNC_OBJECTS)),
  field: v.optional(v.string()),
  label: v.optional(v.string()),
  value: v.optional(v.string()),
  until: v.optional(time),
  /** Entries that wait and are concerned, counted up to 10,000. */
  waiting: v.number(),
});
export type IntegrationWarning = v.InferOutput<typeof integrationWarningSchema>;

/** When the field mappings were last compared with the CRM's live schema, and why the last attempt failed if it did. */
export const schemaCheckSchema = v.object({
  checkedAt: v.nullable(time),
  error: v.nullable(v.object({ code: v.string(), message: v.string(), since: time })),
});

/** A connected CRM account. `holdSeconds` is the undo window of manual sends. Credentials never leave the API. */
export const integrationSchema = v.object({
  id,
  provider: v.picklist(PROVIDERS),
  name: v.string(),
  status: v.picklist(INTEGRATION_STATUSES),
  error: v.nullable(integrationErrorSchema),
  warnings: v.array(integrationWarningSchema),
  schemaCheck: schemaCheckSchema,
  /** Set while the CRM or its limit makes everything wait, without a person having to do anything. */
  waiting: v.nullable(v.object({ code: v.picklist(['rate_limited', 'crm_unreachable']), until: time })),
  account: v.nullable(v.object({ id: v.string(), name: v.string() })),
  baseUrl: v.nullable(v.string()),
  /** Set while a person stopped it. */
  pausedSince: v.nullable(time),
  /** When the CRM will let us in no more, where that is known; told as a warning two weeks before. */
  accessEndsAt: v.nullable(time),
  /** What the CRM's last answer that told it said of our request budget: so many of `limit` were `used` then. */
  budget: v.nullable(v.object({ limit: v.number(), used: v.number(), at: time })),
  holdSeconds: v.number(),
  counts: statusCountsSchema,
  createdAt: time,
});
export type Integration = v.InferOutput<typeof integrationSchema>;
export const integrationListSchema = v.object({
  items: v.array(integrationSchema),
  nextCursor: v.nullable(v.string()),
});
export type IntegrationList = v.InferOutput<typeof integrationListSchema>;

/** `POST /v1/integrations`. Which of `settings` and `credentials` a provider needs is said by `GET /v1/providers`. */
export const integrationInputSchema = v.strictObject({
  provider: v.picklist(PROVIDERS),
  name: text(200),
  settings: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(2000))), {}),
  credentials: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(10_000))), {}),
  holdSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600))),
  /** When the token or key ends, where the vendor told whoever made it. */
  accessEndsAt: v.optional(time),
});
export type IntegrationInput = v.InferInput<typeof integrationInputSchema>;

/**
 * `PATCH /v1/integrations/{id}`: rename, other credentials (reconnect), other undo window. The end of access that was
 * known is forgotten with the credentials it was known of, unless `accessEndsAt` says when the new ones end.
 */
export const integrationChangeSchema = v.strictObject({
  name: v.optional(text(200)),
  settings: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(2000)))),
  credentials: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(10_000)))),
  holdSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600))),
  accessEndsAt: v.optional(v.nullable(time)),
});
export type IntegrationChange = v.InferOutput<typeof integrationChangeSchema>;

/** `POST /v1/oauth/start`: the account that is to be connected by OAuth. */
export const oauthStartInputSchema = v.strictObject({
  provider: v.picklist(PROVIDERS),
  name: text(200),
  settings: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(2000))), {}),
});
export type OAuthStartInput = v.InferInput<typeof oauthStartInputSchema>;

/** The vendor's page on which a person lets us in. It leads back to our server, which says how it ended. */
export const oauthStartSchema = v.object({ url: v.string() });
export type OAuthStart = v.InferOutput<typeof oauthStartSchema>;

/** `GET /v1/providers`: a CRM that can be connected and what it needs. */
export const providerSchema = v.object({
  provider: v.picklist(PROVIDERS),
  name: v.string(),
  objects: v.array(v.string()),
  /** Whether accounts can be connected by OAuth here: the CRM has it, and this server an app there. */
  oauth: v.boolean(),
  /** What stands in for the vendor in OAuth, where whoever runs this server set it: practice accounts, not real ones. */
  oauthStandIn: v.nullable(v.string()),
  settings: v.array(
    v.object({ name: v.string(), label: v.string(), required: v.boolean(), secret: v.boolean(), example: v.string() }),
  ),
});
export type ProviderInfo = v.InferOutput<typeof providerSchema>;

/** `POST /v1/integrations/{id}/test`: whether the CRM accepts us now, and as whom. */
export const connectionTestSchema = v.object({
  ok: v.boolean(),
  account: v.nullable(v.object({ id: v.string(), name: v.string() })),
  error: v.nullable(v.object({ code: v.string(), message: v.string(), hint: v.string() })),
  integration: integrationSchema,
});
export type ConnectionTest = v.InferOutput<typeof connectionTestSchema>;

/** `POST /v1/integrations/{id}/mappings/check`: `ok` where the CRM told its schema; what does not fit is in `warnings`. */
export const mappingCheckSchema = v.object({
  ok: v.boolean(),
  error: v.nullable(v.object({ code: v.string(), message: v.string(), hint: v.string() })),
  integration: integrationSchema,
});
export type MappingCheck = v.InferOutput<typeof mappingCheckSchema>;
export const providerListSchema = v.object({ items: v.array(providerSchema) });
