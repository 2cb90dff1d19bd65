import * as v from 'valibot';
import { id, time } from './fields.js';
import { skippedSchema } from './sync.js';
import { CRM_ACTIONS, INTEGRATION_STATUSES, SYNC_OBJECTS, TRIGGER_KINDS } from './vocabulary.js';

const syncFactSchema = v.object({
  id,
  integrationId: id,
  provider: v.string(),
  object: v.picklist(SYNC_OBJECTS),
  company: v.object({ id, name: v.string(), domain: v.nullable(v.string()) }),
  status: v.picklist(['processed', 'error', 'deleted']),
  trigger: v.object({ kind: v.picklist(TRIGGER_KINDS), by: v.nullable(v.object({ id, name: v.string() })) }),
  attempts: v.number(),
  initiatedAt: time,
  processedAt: v.nullable(time),
  error: v.nullable(
    v.object({
      code: v.string(),
      message: v.string(),
      hint: v.string(),
      field: v.nullable(v.string()),
      crmMessage: v.nullable(v.string()),
      issueId: v.nullable(id),
    }),
  ),
  /** Set where a `processed` entry was not sent, and why; absent in messages of before there were such. */
  skipped: v.optional(v.nullable(skippedSchema)),
  crm: v.nullable(v.object({ id: v.string(), url: v.nullable(v.string()), action: v.picklist(CRM_ACTIONS) })),
});

const integrationFactSchema = v.object({
  id,
  name: v.string(),
  provider: v.string(),
  status: v.picklist(INTEGRATION_STATUSES),
  error: v.nullable(v.object({ code: v.string(), message: v.string(), hint: v.string(), since: time })),
});

const issueFactSchema = v.object({
  id,
  integrationId: id,
  object: v.picklist(SYNC_OBJECTS),
  code: v.string(),
  field: v.nullable(v.string()),
  message: v.string(),
  hint: v.string(),
  crmMessage: v.nullable(v.string()),
});

/**
 * The body of a message, as things stood when it happened: `data` is an entry, an integration or an issue, by `type`. A
 * `ping` is a test. Verify it with a Standard Webhooks library and the endpoint's secret.
 */
export const webhookMessageSchema = v.variant('type', [
  v.object({
    type: v.picklist(['sync.processed', 'sync.failed', 'sync.deleted']),
    timestamp: time,
    data: syncFactSchema,
  }),
  v.object({
    type: v.picklist(['integration.needs_attention', 'integration.recovered']),
    timestamp: time,
    data: integrationFactSchema,
  }),
  v.object({ type: v.picklist(['issue.opened', 'issue.resolved']), timestamp: time, data: issueFactSchema }),
  v.object({ type: v.literal('ping'), timestamp: time, data: v.object({}) }),
]);
export type WebhookMessage = v.InferOutput<typeof webhookMessageSchema>;
