import { Webhook as Verifier } from 'standardwebhooks';
import type { CreatedWebhook, Delivery, DeliveryPage, Webhook, WebhookInput } from '@integration-queue/shared/webhook';
import type { WebhookMessage } from '@integration-queue/shared/webhook-message';
import { WEBHOOK_EVENTS } from '@integration-queue/shared/webhook-events';
import { clearAttention, markNeedsAttention } from '../../src/integrations/health.js';
import { SigningSecrets } from '../../src/webhooks/signing-secrets.js';
import { WebhookSender } from '../../src/webhooks/delivering/webhook-sender.js';
import { ChangeListener } from '../../src/events/change-listener.js';
import type { ApiHouse, TestWorkspace } from '../http/api-house.js';
import { Sender } from '../http/sending.js';
import { type Received, type Receiver, startReceiver } from '../receiver.js';

/** A message as its receiver verified it. */
export type Verified = WebhookMessage & { messageId: string };

/** A workspace with a receiver, and the delivering half of a worker that runs when the test says so. */
export class Telling {
  private companies = 0;

  private constructor(
    readonly house: ApiHouse,
    readonly workspace: TestWorkspace,
    readonly receiver: Receiver,
    readonly sender: WebhookSender,
  ) {}

  static async open(house: ApiHouse): Promise<Telling> {
    const { database, env } = house;
    const sender = new WebhookSender(database, new SigningSecrets(env), new ChangeListener(env), env);
    return new Telling(house, await house.newWorkspace(), await startReceiver(), sender);
  }

  async close(): Promise<void> {
    await this.sender.beforeApplicationShutdown();
    await this.receiver.close();
  }

  /** An endpoint at the receiver that wants everything, apart from what `more` says. */
  async add(more: Partial<WebhookInput> = {}): Promise<CreatedWebhook> {
    const { status, body } = await this.workspace.admin.call<CreatedWebhook>('POST', '/v1/webhooks', {
      body: { url: `${this.receiver.url}/hook`, events: [...WEBHOOK_EVENTS], ...more },
    });
    if (status !== 201) throw new Error(`The webhook was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async get({ id }: { id: string }): Promise<Webhook> {
    return (await this.workspace.admin.call<Webhook>('GET', `/v1/webhooks/${id}`)).body;
  }

  async deliveries({ id }: { id: string }, query = ''): Promise<Delivery[]> {
    return (await this.workspace.admin.call<DeliveryPage>('GET', `/v1/webhooks/${id}/deliveries${query}`)).body.items;
  }

  /** Accepts entries of companies that were not there before; answers their ids. */
  async accept(count: number): Promise<string[]> {
    const items = Array.from({ length: count }, () => ({ company: { name: `Company ${this.companies++}` } }));
    return (await new Sender(this.house, this.workspace).sendBatch(items)).map(({ id }) => id!);
  }

  /** What a worker makes of entries, in one statement as it does. */
  async settle(ids: string[], status: 'processed' | 'error'): Promise<void> {
    await this.house.database.query(
      status === 'processed'
        ? `update sync set status = 'processed', processed_at = now(), crm_id = '7', crm_action = 'created' where id = any($1)`
        : `update sync set status = 'error', error_code = 'invalid_value', error_field = 'country', error_message = 'No such country',
             error_hint = 'Choose another' where id = any($1)`,
      [ids],
    );
  }

  async breakIntegration(): Promise<void> {
    const complaint = { code: 'token_expired', message: 'The access ended', hint: 'Connect it again' };
    await markNeedsAttention(this.house.database, this.workspace.integrationId, complaint);
  }

  async mendIntegration(): Promise<void> {
    await clearAttention(this.house.database, this.workspace.integrationId);
  }

  /** Makes all waits be over, and sends what is due. */
  async deliverAll(): Promise<void> {
    await this.house.database.query('update webhook set next_at = now()');
    await this.house.database.query(`update webhook_delivery set next_at = now() where status = 'pending'`);
    await this.sender.deliverDue();
  }

  /** What arrived, oldest first, verified by the official library; throws where a signature is not good. */
  verified({ secret }: { secret: string }, received: Received[] = this.receiver.received): Verified[] {
    return received.map(({ headers, body }) => ({
      ...(new Verifier(secret).verify(body, headers as Record<string, string>) as WebhookMessage),
      messageId: String(headers['webhook-id']),
    }));
  }
}
