import { visitBatchAnswerSchema, visitBatchSchema } from '@integration-queue/shared/visit';
import { Body, Controller, Headers, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReadsKey } from '../ops/idempotency/key-header.js';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { VisitsService } from './visits.service.js';

@ApiTags('Visits')
@Controller('v1/visits')
export class VisitsController {
  constructor(@Inject(VisitsService) private readonly visits: VisitsService) {}

  @Post()
  @Authenticated('companies:write')
  @ReadsKey('The same key and body within 24 h get the same answer; the visits count once')
  @Documented('Record up to 1,000 visits, in any order; each item is answered for itself', {
    answer: visitBatchAnswerSchema,
    problems: ['too_many_items', 'body_too_large', 'idempotency_key_reused', 'request_in_progress'],
  })
  async recordVisits(
    @CurrentActor() actor: Actor,
    @Body({ schema: visitBatchSchema }) { items }: { items: unknown[] },
    @Headers('idempotency-key') key: string | undefined,
  ) {
    return (await this.visits.record(actor, items, key)).answer;
  }
}
