import type {
  CreatedWebhook,
  Delivery,
  DeliveryPage,
  DeliveryQuery,
  ParsedWebhookChange,
  ParsedWebhookInput,
  Webhook,
  WebhookList,
} from '@integration-queue/shared/webhook';
import { MOST_WEBHOOKS } from '@integration-queue/shared/webhook-events';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AddressGuard, ForbiddenAddress } from '../crm/address-guard.js';
import { ENV, type Env } from '../env.js';
import { announceChange } from '../events/notify.js';
import { AppProblem, notFound } from '../ops/app-problem.js';
import { decodeCursor, encodeCursor } from '../ops/cursor.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { newSigningSecret } from './signing.js';
import { SigningSecrets } from './signing-secrets.js';
import { readDeliveries } from './sql/read-deliveries.js';
import { readWebhooks } from './sql/read-webhooks.js';
import { insertPing, resendDelivery } from './sql/write-deliveries.js';
import { deleteWebhook, insertWebhook, lockWebhooks, rotateSecret, updateWebhook } from './sql/write-webhooks.js';

/** Addresses of a workspace that are told of changes. */
@Injectable()
export class WebhooksService {
  private readonly guard: AddressGuard;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SigningSecrets) private readonly secrets: SigningSecrets,
    @Inject(ENV) env: Env,
  ) {
    this.guard = new AddressGuard(env.ALLOWED_ADDRESSES);
  }

  async list({ workspaceId }: Actor): Promise<WebhookList> {
    return { items: await readWebhooks(this.database, workspaceId), nextCursor: null };
  }

  async get(
    { workspaceId }: Actor,
    id: string,
    database: DataSource | EntityManager = this.database,
  ): Promise<Webhook> {
    const [webhook] = await readWebhooks(database, workspaceId, id);
    if (!webhook) throw notFound('webhook');
    return webhook;
  }

  /** Throws `conflict` where there are too many, `invalid_request` for an address in a private network. */
  create(actor: Actor, input: ParsedWebhookInput): Promise<CreatedWebhook> {
    this.checkAddress(input.url);
    return this.database.transaction(async (transaction) => {
      const [id, secret] = [uuidv7(), newSigningSecret()];
      if ((await lockWebhooks(transaction, actor.workspaceId)) >= MOST_WEBHOOKS)
        throw new AppProblem('conflict', `A workspace has at most ${MOST_WEBHOOKS} webhooks; delete one first`);
      await insertWebhook(transaction, actor.workspaceId, {
        ...input,
        id,
        secret: this.secrets.seal(actor.workspaceId, id, secret),
      });
      await auditWebhook(transaction, actor, 'created', id, { events: input.events });
      return { ...(await this.get(actor, id, transaction)), secret };
    });
  }

  change(actor: Actor, id: string, change: ParsedWebhookChange): Promise<Webhook> {
    if (change.url !== undefined) this.checkAddress(change.url);
    return this.database.transaction(async (transaction) => {
      if (!(await updateWebhook(transaction, actor.workspaceId, id, change))) throw notFound('webhook');
      await auditWebhook(transaction, actor, 'changed', id, { fields: Object.keys(change) });
      await announce(transaction, actor);
      return this.get(actor, id, transaction);
    });
  }

  async delete(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      if (!(await deleteWebhook(transaction, actor.workspaceId, id))) throw notFound('webhook');
      await auditWebhook(transaction, actor, 'deleted', id);
    });
  }

  rotateSecret(actor: Actor, id: string): Promise<CreatedWebhook> {
    const secret = newSigningSecret();
    const sealed = this.secrets.seal(actor.workspaceId, id, secret);
    return this.database.transaction(async (transaction) => {
      if (!(await rotateSecret(transaction, actor.workspaceId, id, sealed))) throw notFound('webhook');
      await auditWebhook(transaction, actor, 'secret_rotated', id);
      return { ...(await this.get(actor, id, transaction)), secret };
    });
  }

  async deliveries(actor: Actor, id: string, { status, limit, cursor }: DeliveryQuery): Promise<DeliveryPage> {
    await this.get(actor, id);
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const items = await readDeliveries(this.database, id, { status, before, limit: limit + 1 });
    const shown = items.slice(0, limit);
    return { items: shown, nextCursor: items.length > limit ? encodeCursor(shown.at(-1)!.id) : null };
  }

  /** Sends a message of type `ping`. Throws `conflict` where the endpoint is switched off. */
  ping(actor: Actor, id: string): Promise<Delivery> {
    return this.database.transaction(async (transaction) => {
      const { enabled } = await this.get(actor, id, transaction);
      if (!enabled) throw new AppProblem('conflict', 'It is switched off; switch it on first');
      return this.sent(transaction, actor, id, await insertPing(transaction, actor.workspaceId, id));
    });
  }

  /** Sends a message again, whatever became of it; it goes out when the endpoint is on. */
  resend(actor: Actor, id: string, deliveryId: string): Promise<Delivery> {
    return this.database.transaction(async (transaction) => {
      await this.get(actor, id, transaction);
      if (!(await resendDelivery(transaction, id, deliveryId))) throw notFound('delivery');
      await auditWebhook(transaction, actor, 'resent', id, { deliveryId });
      return this.sent(transaction, actor, id, deliveryId);
    });
  }

  private async sent(transaction: EntityManager, actor: Actor, id: string, deliveryId: string): Promise<Delivery> {
    await announce(transaction, actor);
    const [delivery] = await readDeliveries(transaction, id, { id: deliveryId, limit: 1 });
    return delivery!;
  }

  /** Names are looked at where the socket connects; a literal address can be told at once. */
  private checkAddress(url: string): void {
    try {
      this.guard.checkHost(new URL(url).hostname);
    } catch (error) {
      if (!(error instanceof ForbiddenAddress)) throw error;
      const message = 'must be an address on the public internet, or in a range of ALLOWED_ADDRESSES';
      throw new AppProblem('invalid_request', `url: ${message}`, [{ path: 'url', message }]);
    }
  }
}

/** Wakes the workers that deliver. */
function announce(transaction: EntityManager, { workspaceId }: Actor): Promise<void> {
  return announceChange((sql, values) => transaction.query(sql, values), { workspaceId });
}

function auditWebhook(
  transaction: EntityManager,
  actor: Actor,
  what: string,
  targetId: string,
  details: Record<string, unknown> = {},
): Promise<void> {
  return audit(transaction, actor, { action: `webhook.${what}`, targetKind: 'webhook', targetId, details });
}
