import { id as idSchema } from '@integration-queue/shared/fields';
import {
  connectionTestSchema,
  type IntegrationChange,
  integrationChangeSchema,
  type IntegrationInput,
  integrationInputSchema,
  integrationListSchema,
  integrationSchema,
  mappingCheckSchema,
  providerListSchema,
} from '@integration-queue/shared/integration';
import {
  crmFieldListSchema,
  type MappingInput,
  mappingInputSchema,
  mappingSchema,
  mappingVersionsSchema,
  mappingVersionsQuerySchema,
  type MappingVersionsQuery,
  objectQuerySchema,
  objectSchema,
} from '@integration-queue/shared/mapping';
import { matchListSchema, type MatchQuery, matchQuerySchema } from '@integration-queue/shared/match';
import { type PreviewInput, previewInputSchema, previewSchema } from '@integration-queue/shared/preview';
import { sendFieldListSchema, sendFieldsQuerySchema } from '@integration-queue/shared/send-fields';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WithoutKey } from '../ops/idempotency/key-header.js';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { ConnectionsService } from './connections.service.js';
import { IntegrationsService } from './integrations.service.js';
import { MappingsService } from './mapping/mappings.service.js';
import { PreviewService } from './mapping/preview.service.js';
import { MatchesService } from './matches.service.js';
import { SendFieldsService } from './send-fields/send-fields.service.js';

@ApiTags('Integrations')
@Controller('v1')
export class IntegrationsController {
  constructor(
    @Inject(IntegrationsService) private readonly integrations: IntegrationsService,
    @Inject(ConnectionsService) private readonly connections: ConnectionsService,
    @Inject(MappingsService) private readonly mappings: MappingsService,
    @Inject(PreviewService) private readonly previews: PreviewService,
    @Inject(MatchesService) private readonly matches: MatchesService,
    @Inject(SendFieldsService) private readonly sendFields: SendFieldsService,
  ) {}

  @Get('providers')
  @Authenticated('integrations:read')
  @Documented('CRMs that can be connected, and what each needs', {
    answer: providerListSchema,
    problems: ['forbidden'],
  })
  listProviders() {
    return this.integrations.providers();
  }

  @Get('integrations')
  @Authenticated('integrations:read')
  @Documented('List connected integrations with their health', {
    answer: integrationListSchema,
    problems: ['forbidden'],
  })
  listIntegrations(@CurrentActor() actor: Actor) {
    return this.integrations.list(actor);
  }

  @Post('integrations')
  @Authenticated('integrations:admin')
  @Documented('Connect a CRM account', {
    status: 201,
    answer: integrationSchema,
    problems: ['forbidden', 'connection_refused', 'crm_unreachable'],
  })
  connectIntegration(@CurrentActor() actor: Actor, @Body({ schema: integrationInputSchema }) input: IntegrationInput) {
    return this.connections.connect(actor, input);
  }

  @Get('integrations/:id')
  @Authenticated('integrations:read')
  @Documented('One integration', { answer: integrationSchema, problems: ['forbidden', 'not_found'] })
  getIntegration(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.integrations.get(actor, id);
  }

  @Patch('integrations/:id')
  @Authenticated('integrations:admin')
  @Documented('Rename, reconnect, set the undo window', {
    answer: integrationSchema,
    problems: ['forbidden', 'not_found', 'connection_refused', 'crm_unreachable'],
  })
  changeIntegration(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: integrationChangeSchema }) change: IntegrationChange,
  ) {
    return this.connections.change(actor, id, change);
  }

  @Delete('integrations/:id')
  @HttpCode(204)
  @Authenticated('integrations:admin')
  @Documented('Disconnect; what waits for it is deleted', { status: 204, problems: ['forbidden', 'not_found'] })
  deleteIntegration(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.connections.remove(actor, id);
  }

  @Post('integrations/:id/test')
  @HttpCode(200)
  @Authenticated('integrations:admin')
  @Documented('Ask the CRM who we are now', { answer: connectionTestSchema, problems: ['forbidden', 'not_found'] })
  testIntegration(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.integrations.test(actor, id);
  }

  @Post('integrations/:id/pause')
  @HttpCode(200)
  @Authenticated('integrations:admin')
  @Documented('Stop sending; what waits goes on waiting', {
    answer: integrationSchema,
    problems: ['forbidden', 'not_found'],
  })
  pauseIntegration(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.integrations.pause(actor, id);
  }

  @Post('integrations/:id/resume')
  @HttpCode(200)
  @Authenticated('integrations:admin')
  @Documented('Go on sending', { answer: integrationSchema, problems: ['forbidden', 'not_found'] })
  resumeIntegration(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.integrations.resume(actor, id);
  }

  @Get('integrations/:id/fields')
  @Authenticated('integrations:read')
  @Documented("The CRM's live schema", {
    answer: crmFieldListSchema,
    problems: ['forbidden', 'not_found', 'crm_unreachable', 'connection_refused'],
  })
  listFields(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: objectQuerySchema }) { object }: { object: SyncObject },
  ) {
    return this.mappings.fields(actor, id, object);
  }

  @Get('integrations/:id/send-fields')
  @Authenticated('integrations:read')
  @Documented('What a deal or task can say in this CRM, with its live options', {
    answer: sendFieldListSchema,
    problems: ['forbidden', 'not_found', 'crm_unreachable', 'connection_refused'],
  })
  listSendFields(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: sendFieldsQuerySchema }) { object }: { object: 'deal' | 'task' },
  ) {
    return this.sendFields.list(actor, id, object);
  }

  @Get('integrations/:id/matches')
  @Authenticated('integrations:read')
  @Documented("Look for a company's records in the CRM, by its domain", {
    answer: matchListSchema,
    problems: ['forbidden', 'not_found', 'crm_unreachable', 'connection_refused'],
  })
  findMatches(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: matchQuerySchema }) { domain }: MatchQuery,
  ) {
    return this.matches.find(actor, id, domain);
  }

  @Post('integrations/:id/mappings/check')
  @HttpCode(200)
  @Authenticated('integrations:admin')
  @Documented("Compare the field mappings with the CRM's schema now", {
    answer: mappingCheckSchema,
    problems: ['forbidden', 'not_found'],
  })
  checkMappings(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.integrations.checkMappings(actor, id);
  }

  @Get('integrations/:id/mappings/:object')
  @Authenticated('integrations:read')
  @Documented('The field mapping in force', { answer: mappingSchema, problems: ['forbidden', 'not_found'] })
  getMapping(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Param('object', { schema: objectSchema }) object: SyncObject,
  ) {
    return this.mappings.get(actor, id, object);
  }

  @Get('integrations/:id/mappings/:object/versions')
  @Authenticated('integrations:read')
  @Documented('Every version of the field mapping, newest first', {
    answer: mappingVersionsSchema,
    problems: ['forbidden', 'not_found', 'invalid_cursor'],
  })
  listMappingVersions(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Param('object', { schema: objectSchema }) object: SyncObject,
    @Query({ schema: mappingVersionsQuerySchema }) query: MappingVersionsQuery,
  ) {
    return this.mappings.versions(actor, id, object, query);
  }

  @Post('integrations/:id/mappings/:object/preview')
  @WithoutKey('It changes nothing')
  @HttpCode(200)
  @Authenticated('integrations:read')
  @Documented('What a send would write, field by field; nothing is sent', {
    answer: previewSchema,
    problems: ['forbidden', 'not_found', 'crm_unreachable', 'connection_refused'],
  })
  previewMapping(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Param('object', { schema: objectSchema }) object: SyncObject,
    @Body({ schema: previewInputSchema }) input: PreviewInput,
  ) {
    return this.previews.preview(actor, id, object, input);
  }

  @Put('integrations/:id/mappings/:object')
  @Authenticated('integrations:admin')
  @Documented('Save a new version of the field mapping', {
    answer: mappingSchema,
    problems: ['forbidden', 'not_found', 'mapping_version_changed'],
  })
  saveMapping(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Param('object', { schema: objectSchema }) object: SyncObject,
    @Body({ schema: mappingInputSchema }) input: MappingInput,
  ) {
    return this.mappings.save(actor, id, object, input);
  }
}
