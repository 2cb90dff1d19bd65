import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { openStream } from './event-stream.js';
import { LiveEvents } from './live-events.js';

@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  constructor(@Inject(LiveEvents) private readonly live: LiveEvents) {}

  @Get()
  @Authenticated('syncs:read')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Where the last stream ended: what changed since comes first',
  })
  @Documented('Follow changes as Server-Sent Events: sync, summary, integration', {
    content: {
      'text/event-stream': {
        schema: {
          type: 'string',
          description:
            'Events named `sync` ({ items, deletedIds, refetch }), `summary` (a SyncSummary) and `integration` (an ' +
            'Integration), each with an id; a comment at least every 20 s',
        },
      },
    },
  })
  async follow(
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
    @Headers('last-event-id') since: string | undefined,
  ): Promise<void> {
    const stream = openStream(response, actor);
    const leave = await this.live.join(stream, since);
    if (request.destroyed) return leave();
    request.on('close', leave);
  }
}
