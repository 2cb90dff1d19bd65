import { id as idSchema } from '@integration-queue/shared/fields';
import {
  createdWebhookSchema,
  deliveryPageSchema,
  type DeliveryQuery,
  deliveryQuerySchema,
  deliverySchema,
  type ParsedWebhookChange,
  type ParsedWebhookInput,
  webhookChangeSchema,
  webhookInputSchema,
  webhookListSchema,
  webhookSchema,
} from '@integration-queue/shared/webhook';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShowsSecret } from '../ops/idempotency/key-header.js';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('Webhooks')
@Controller('v1/webhooks')
@Authenticated('integrations:admin')
export class WebhooksController {
  constructor(@Inject(WebhooksService) private readonly webhooks: WebhooksService) {}

  @Get()
  @Documented('Addresses that are told of changes', { answer: webhookListSchema })
  listWebhooks(@CurrentActor() actor: Actor) {
    return this.webhooks.list(actor);
  }

  @Post()
  @ShowsSecret()
  @Documented('Tell an address of changes; the answer shows the signing secret, once', {
    status: 201,
    answer: createdWebhookSchema,
    problems: ['conflict'],
  })
  createWebhook(@CurrentActor() actor: Actor, @Body({ schema: webhookInputSchema }) input: ParsedWebhookInput) {
    return this.webhooks.create(actor, input);
  }

  @Get(':id')
  @Documented('One webhook', { answer: webhookSchema, problems: ['not_found'] })
  getWebhook(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.webhooks.get(actor, id);
  }

  @Patch(':id')
  @Documented('Change or switch a webhook; absent leaves', { answer: webhookSchema, problems: ['not_found'] })
  changeWebhook(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: webhookChangeSchema }) change: ParsedWebhookChange,
  ) {
    return this.webhooks.change(actor, id, change);
  }

  @Delete(':id')
  @Documented('Delete a webhook and what waits for it', { status: 204, problems: ['not_found'] })
  deleteWebhook(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.webhooks.delete(actor, id);
  }

  @Post(':id/rotate-secret')
  @ShowsSecret()
  @Documented('A new signing secret, shown once; the old one signs as well for 24 hours', {
    answer: createdWebhookSchema,
    problems: ['not_found'],
  })
  rotateWebhookSecret(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.webhooks.rotateSecret(actor, id);
  }

  @Post(':id/ping')
  @Documented('Send a message of type ping', {
    status: 202,
    answer: deliverySchema,
    problems: ['not_found', 'conflict'],
  })
  pingWebhook(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.webhooks.ping(actor, id);
  }

  @Get(':id/deliveries')
  @Documented('Messages and what became of them, newest first', {
    answer: deliveryPageSchema,
    problems: ['not_found', 'invalid_cursor'],
  })
  listDeliveries(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: deliveryQuerySchema }) query: DeliveryQuery,
  ) {
    return this.webhooks.deliveries(actor, id, query);
  }

  @Post(':id/deliveries/:deliveryId/resend')
  @Documented('Send a message again, under its old id', {
    status: 202,
    answer: deliverySchema,
    problems: ['not_found'],
  })
  resendDelivery(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Param('deliveryId', { schema: idSchema }) deliveryId: string,
  ) {
    return this.webhooks.resend(actor, id, deliveryId);
  }
}
