import { id as idSchema } from '@integration-queue/shared/fields';
import {
  alertChangeSchema,
  alertInputSchema,
  alertListSchema,
  alertSchema,
  alertTestSchema,
  type ParsedAlertChange,
  type ParsedAlertInput,
} from '@integration-queue/shared/alert';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('Alerts')
@Controller('v1/alerts')
@Authenticated('integrations:admin')
export class AlertsController {
  constructor(@Inject(AlertsService) private readonly alerts: AlertsService) {}

  @Get()
  @Documented('Whom is told what', { answer: alertListSchema })
  listAlerts(@CurrentActor() actor: Actor) {
    return this.alerts.list(actor);
  }

  @Post()
  @Documented('Tell people by e-mail or chat', { status: 201, answer: alertSchema, problems: ['conflict'] })
  createAlert(@CurrentActor() actor: Actor, @Body({ schema: alertInputSchema }) input: ParsedAlertInput) {
    return this.alerts.create(actor, input);
  }

  @Get(':id')
  @Documented('One alert', { answer: alertSchema, problems: ['not_found'] })
  getAlert(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.alerts.get(actor, id);
  }

  @Patch(':id')
  @Documented('Change or switch an alert; absent leaves', { answer: alertSchema, problems: ['not_found'] })
  changeAlert(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: alertChangeSchema }) change: ParsedAlertChange,
  ) {
    return this.alerts.change(actor, id, change);
  }

  @Delete(':id')
  @Documented('Delete an alert', { status: 204, problems: ['not_found'] })
  deleteAlert(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.alerts.delete(actor, id);
  }

  @Post(':id/test')
  @Documented('Send a test message now; one in 30 seconds', { answer: alertTestSchema, problems: ['not_found'] })
  testAlert(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.alerts.test(actor, id);
  }
}
