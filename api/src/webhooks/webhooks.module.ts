import { Module } from '@nestjs/common';
import { SigningSecrets } from './signing-secrets.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Addresses that are told of changes, as people set them up. */
@Module({ controllers: [WebhooksController], providers: [WebhooksService, SigningSecrets] })
export class WebhooksModule {}
