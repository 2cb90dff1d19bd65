import { id as idSchema } from '@integration-queue/shared/fields';
import {
  type TriggerChange,
  triggerChangeSchema,
  type TriggerInput,
  triggerInputSchema,
  triggerListSchema,
  triggerSchema,
  triggerTestSchema,
} from '@integration-queue/shared/trigger';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WithoutKey } from '../ops/idempotency/key-header.js';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { TriggerTestService } from './trigger-test.service.js';
import { TriggersService } from './triggers.service.js';

@ApiTags('Triggers')
@Controller('v1/triggers')
export class TriggersController {
  constructor(
    @Inject(TriggersService) private readonly triggers: TriggersService,
    @Inject(TriggerTestService) private readonly tests: TriggerTestService,
  ) {}

  @Get()
  @Authenticated('integrations:read')
  @Documented('Triggers in the order they are looked at', { answer: triggerListSchema })
  listTriggers(@CurrentActor() actor: Actor) {
    return this.triggers.list(actor);
  }

  @Post()
  @Authenticated('integrations:admin')
  @Documented('Add a trigger at the end of the order', {
    status: 201,
    answer: triggerSchema,
    problems: ['not_found', 'conflict', 'option_not_offered'],
  })
  createTrigger(@CurrentActor() actor: Actor, @Body({ schema: triggerInputSchema }) input: TriggerInput) {
    return this.triggers.create(actor, input);
  }

  @Post('test')
  @WithoutKey('It changes nothing')
  @Authenticated('integrations:admin')
  @Documented(
    'What a draft would have sent for the last 100 companies, by the last 5,000 visits; nothing is sent or kept',
    {
      answer: triggerTestSchema,
      problems: ['not_found', 'option_not_offered'],
    },
  )
  testTriggerDraft(@CurrentActor() actor: Actor, @Body({ schema: triggerInputSchema }) input: TriggerInput) {
    return this.tests.test(actor, input);
  }

  @Get(':id')
  @Authenticated('integrations:read')
  @Documented('One trigger', { answer: triggerSchema, problems: ['not_found'] })
  getTrigger(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.triggers.get(actor, id);
  }

  @Patch(':id')
  @Authenticated('integrations:admin')
  @Documented('Change, switch or move a trigger; absent leaves', {
    answer: triggerSchema,
    problems: ['not_found', 'option_not_offered'],
  })
  changeTrigger(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: triggerChangeSchema }) change: TriggerChange,
  ) {
    return this.triggers.change(actor, id, change);
  }

  @Delete(':id')
  @Authenticated('integrations:admin')
  @Documented('Delete a trigger; what it sent stays', { status: 204, problems: ['not_found'] })
  deleteTrigger(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.triggers.delete(actor, id);
  }

  @Post(':id/test')
  @WithoutKey('It changes nothing')
  @Authenticated('integrations:admin')
  @Documented('What a trigger would have sent for the last 100 companies, by the last 5,000 visits; nothing is sent', {
    answer: triggerTestSchema,
    problems: ['not_found', 'option_not_offered'],
  })
  async testTrigger(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.tests.test(actor, await this.triggers.get(actor, id));
  }
}
