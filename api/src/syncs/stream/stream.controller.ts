import { syncStreamItemSchema, syncStreamLineSchema } from '@integration-queue/shared/sync-stream';
import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { WithoutKey } from '../../ops/idempotency/key-header.js';
import { Documented, TakesLines } from '../../ops/open-api.js';
import { type Actor, CurrentActor } from '../../workspaces/actor.js';
import { Authenticated } from '../../workspaces/authenticated.js';
import { StreamService } from './stream.service.js';

@ApiTags('Syncs')
@Controller('v1/syncs')
export class StreamController {
  constructor(@Inject(StreamService) private readonly stream: StreamService) {}

  @Post('stream')
  @Authenticated('syncs:write')
  @WithoutKey('Each line has a key of its own')
  @TakesLines(syncStreamItemSchema)
  @Documented('Send any number, one JSON object a line; lines are answered in order while they are read', {
    lines: syncStreamLineSchema,
    problems: ['unsupported_media_type'],
  })
  streamSyncs(@CurrentActor() actor: Actor, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.stream.run(actor, request, response);
  }
}
