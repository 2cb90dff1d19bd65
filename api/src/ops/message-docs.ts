import { WEBHOOK_EVENTS } from '@integration-queue/shared/webhook-events';

/** What we send to webhooks, as the `webhooks` of an OpenAPI 3.1 document. Refers to the schema `WebhookMessage`. */
export const MESSAGE_DOCS = {
  message: {
    post: {
      operationId: 'receiveMessage',
      tags: ['Webhooks'],
      security: [],
      summary: 'What an address set up as webhook is sent',
      description:
        `Types: ${WEBHOOK_EVENTS.map((event) => `\`${event}\``).join(', ')}, and \`ping\` for a test. Signed with the ` +
        'headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, as Standard Webhooks says. Sent until it is ' +
        'answered with 2xx, for three days; a repeat has the same `webhook-id`. Messages about one entry arrive in order.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/WebhookMessage' } } },
      },
      responses: { '2XX': { description: 'The message was taken' }, '410': { description: 'Send no more messages' } },
    },
  },
};
