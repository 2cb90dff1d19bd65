import { Module } from '@nestjs/common';
import { ChangesModule } from './changes.module.js';
import { EventsController } from './events.controller.js';
import { LiveEvents } from './live-events.js';

/** Live events over HTTP. */
@Module({ imports: [ChangesModule], controllers: [EventsController], providers: [LiveEvents] })
export class EventsModule {}
