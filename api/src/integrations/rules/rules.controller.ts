import { id as idSchema } from '@integration-queue/shared/fields';
import { type SendingRulesChange, sendingRulesChangeSchema, sendingRulesSchema } from '@integration-queue/shared/rules';
import { Body, Controller, Get, Inject, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Documented } from '../../ops/open-api.js';
import { type Actor, CurrentActor } from '../../workspaces/actor.js';
import { Authenticated } from '../../workspaces/authenticated.js';
import { RulesService } from './rules.service.js';

@ApiTags('Integrations')
@Controller('v1/integrations/:id/rules')
export class RulesController {
  constructor(@Inject(RulesService) private readonly rules: RulesService) {}

  @Get()
  @Authenticated('integrations:read')
  @Documented('How an integration sends', { answer: sendingRulesSchema, problems: ['forbidden', 'not_found'] })
  getRules(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.rules.get(actor, id);
  }

  @Patch()
  @Authenticated('integrations:admin')
  @Documented('Change how an integration sends; what waits is sent by the new rules', {
    answer: sendingRulesSchema,
    problems: ['forbidden', 'not_found'],
  })
  changeRules(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: sendingRulesChangeSchema }) change: SendingRulesChange,
  ) {
    return this.rules.change(actor, id, change);
  }
}
