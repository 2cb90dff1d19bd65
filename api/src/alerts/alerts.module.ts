import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { Messenger } from './sending/messenger.js';

/** Whom to tell when something changes, as people set it up. */
@Module({ controllers: [AlertsController], providers: [AlertsService, Messenger] })
export class AlertsModule {}
