import type { Alert, AlertChange, AlertInput, AlertTest } from '@integration-queue/shared/alert';
import type { Trigger, TriggerChange, TriggerInput, TriggerTest } from '@integration-queue/shared/trigger';
import type { CreatedWebhook, Delivery, Webhook, WebhookChange, WebhookInput } from '@integration-queue/shared/webhook';
import type { WebhookMessage } from '@integration-queue/shared/webhook-message';
import { type Examples, ID, onePage } from './example.js';

const draft: TriggerInput = {
  name: 'Prices, Germany, 50 and more',
  on: 'visit',
  integrationId: ID.integration,
  conditions: {
    all: [
      { field: 'visit.page', operator: 'starts_with', value: '/pricing' },
      { field: 'country', operator: 'in', value: ['DE', 'AT', 'CH'] },
      {
        any: [
          { field: 'employees', operator: 'at_least', value: 50 },
          { field: 'tags', operator: 'contains', value: 'fair' },
        ],
      },
    ],
  },
  actions: [
    { object: 'company' },
    { object: 'deal', deal: { title: '{{name}}', amount: 5000, currency: 'EUR', closeInDays: 30 } },
    { object: 'task', task: { subject: 'Call {{name}}', dueInDays: 2, owner: { fixed: 'anna@example.com' } } },
  ],
  repeat: { kind: 'days', days: 30 },
  dailyCap: 100,
  stop: false,
  enabled: true,
};
const trigger: Trigger = {
  ...draft,
  id: ID.trigger,
  position: 1,
  integrationName: 'HubSpot EU',
  firedToday: 12,
  lastFiredAt: '2026-01-31T12:00:00.000Z',
  createdAt: '2026-01-05T08:00:00.000Z',
  updatedAt: '2026-01-05T08:00:00.000Z',
};
const trial: TriggerTest = {
  checked: 100,
  matched: 1,
  sends: 3,
  items: [
    {
      company: { id: ID.company, name: 'Example GmbH', domain: 'example.com' },
      times: 1,
      sends: [
        { object: 'company', title: 'Example GmbH' },
        { object: 'deal', title: 'Example GmbH' },
        { object: 'task', title: 'Call Example GmbH' },
      ],
    },
  ],
};

const webhook: Webhook = {
  id: ID.webhook,
  url: 'https://hooks.example.com/integration-queue',
  events: ['sync.failed', 'integration.needs_attention', 'integration.recovered'],
  description: 'Our data platform',
  enabled: true,
  disabled: null,
  failingSince: null,
  waiting: 0,
  lastDeliveredAt: '2026-01-31T12:00:04.000Z',
  createdAt: '2026-01-05T08:00:00.000Z',
};
const created: CreatedWebhook = { ...webhook, secret: 'whsec_MfKQ9r8G…' };
const delivery: Delivery = {
  id: ID.delivery,
  type: 'sync.failed',
  subjectId: ID.failedSync,
  status: 'delivered',
  attempts: 1,
  occurredAt: '2026-01-31T12:00:03.000Z',
  nextAttemptAt: null,
  deliveredAt: '2026-01-31T12:00:04.000Z',
  last: { at: '2026-01-31T12:00:04.000Z', durationMs: 87, httpStatus: 200, error: null, answer: 'ok' },
};
const message: WebhookMessage = {
  type: 'integration.needs_attention',
  timestamp: '2026-01-31T12:00:00.000Z',
  data: {
    id: ID.integration,
    name: 'HubSpot EU',
    provider: 'hubspot',
    status: 'needs_attention',
    error: {
      code: 'token_expired',
      message: 'HubSpot does not accept our access any more',
      hint: 'Connect the account again; what waits is sent by itself then',
      since: '2026-01-31T12:00:00.000Z',
    },
  },
};

const alert: Alert = {
  id: ID.alert,
  kind: 'email',
  to: 'ops@example.com',
  about: ['integration'],
  pace: 'at_once',
  language: 'en',
  enabled: true,
  lastSentAt: null,
  error: null,
  createdAt: '2026-01-05T08:00:00.000Z',
};

/** Triggers, webhooks, alerts. */
export const AUTOMATION_EXAMPLES: Record<string, Examples> = {
  TriggerInput: { 'Visitors of the price list': draft },
  TriggerChange: {
    'Switch off': { enabled: false } satisfies TriggerChange,
    'Look at it first': { position: 1 } satisfies TriggerChange,
  },
  Trigger: { 'At work': trigger },
  TriggerList: { 'One trigger': onePage(trigger) },
  TriggerTest: { 'Would have sent three': trial },
  WebhookInput: {
    'Told of failures': {
      url: webhook.url,
      events: webhook.events,
      description: 'Our data platform',
    } satisfies WebhookInput,
  },
  WebhookChange: { 'Switch on again': { enabled: true } satisfies WebhookChange },
  Webhook: { 'At work': webhook },
  CreatedWebhook: { 'The secret is shown once': created },
  WebhookList: { 'One webhook': onePage(webhook) },
  Delivery: { Taken: delivery },
  DeliveryPage: { 'The last page': onePage(delivery) },
  WebhookMessage: { 'An integration needs attention': message },
  AlertInput: {
    'By e-mail': {
      kind: 'email',
      emails: ['ops@example.com'],
      about: ['integration'],
      pace: 'at_once',
      language: 'en',
    },
    'By chat': {
      kind: 'slack',
      url: 'https://hooks.slack.com/services/T000/B000/XXXX',
      about: ['integration', 'issue', 'webhook'],
      pace: 'daily',
      language: 'de',
    },
  } satisfies Record<string, AlertInput>,
  AlertChange: { 'Once a day': { pace: 'daily' } satisfies AlertChange },
  Alert: { 'By e-mail': alert },
  AlertList: { 'One alert': { ...onePage(alert), canEmail: true } },
  AlertTest: {
    'Went out': { sent: true, error: null } satisfies AlertTest,
    'Did not': { sent: false, error: 'The mail server does not know ops@example.com' } satisfies AlertTest,
  },
};
