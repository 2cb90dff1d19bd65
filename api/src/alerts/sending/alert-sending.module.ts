import { Module } from '@nestjs/common';
import { ChangesModule } from '../../events/changes.module.js';
import { AlertSender } from './alert-sender.js';
import { Messenger } from './messenger.js';

/** What a worker does for alerts. */
@Module({ imports: [ChangesModule], providers: [Messenger, AlertSender] })
export class AlertSendingModule {}
