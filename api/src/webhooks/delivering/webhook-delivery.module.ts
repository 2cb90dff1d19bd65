import { Module } from '@nestjs/common';
import { ChangesModule } from '../../events/changes.module.js';
import { SigningSecrets } from '../signing-secrets.js';
import { WebhookSender } from './webhook-sender.js';

/** What a worker does for webhooks. */
@Module({ imports: [ChangesModule], providers: [SigningSecrets, WebhookSender], exports: [WebhookSender] })
export class WebhookDeliveryModule {}
