import { id as idSchema } from '@integration-queue/shared/fields';
import {
  type IssueChange,
  issueChangeSchema,
  issueCheckSchema,
  issueListSchema,
  type IssueQuery,
  issueQuerySchema,
  issueSchema,
} from '@integration-queue/shared/issue';
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { IssuesService } from './issues.service.js';

@ApiTags('Issues')
@Controller('v1/issues')
export class IssuesController {
  constructor(@Inject(IssuesService) private readonly issues: IssuesService) {}

  @Get()
  @Authenticated('syncs:read')
  @Documented('Failures by cause, most entries first', {
    answer: issueListSchema,
    problems: ['forbidden', 'invalid_cursor'],
  })
  listIssues(@CurrentActor() actor: Actor, @Query({ schema: issueQuerySchema }) query: IssueQuery) {
    return this.issues.list(actor, query);
  }

  @Get(':id')
  @Authenticated('syncs:read')
  @Documented('One issue', { answer: issueSchema, problems: ['forbidden', 'not_found'] })
  getIssue(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.issues.get(actor, id);
  }

  @Patch(':id')
  @Authenticated('syncs:write')
  @Documented('Mute, resolve or reopen an issue', { answer: issueSchema, problems: ['forbidden', 'not_found'] })
  changeIssue(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: issueChangeSchema }) change: IssueChange,
  ) {
    return this.issues.change(actor, id, change);
  }

  @Post(':id/check')
  @HttpCode(200)
  @Authenticated('syncs:read')
  @Documented('How many of its entries would pass now; nothing is sent', {
    answer: issueCheckSchema,
    problems: ['forbidden', 'not_found', 'crm_unreachable', 'connection_refused'],
  })
  checkIssue(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.issues.check(actor, id);
  }
}
