import { id as idSchema } from '@integration-queue/shared/fields';
import { type MatchChoice, matchChoiceSchema } from '@integration-queue/shared/match';
import { type ParsedRetryChoice, retryChoiceSchema } from '@integration-queue/shared/retry';
import {
  cancellingSchema,
  type ParsedSyncInput,
  syncBatchAnswerSchema,
  syncBatchSchema,
  syncDetailSchema,
  syncInputSchema,
  syncPageSchema,
  type SyncQuery,
  syncQuerySchema,
  syncSchema,
  syncSummarySchema,
  summaryQuerySchema,
} from '@integration-queue/shared/sync';
import {
  bulkAnswerSchema,
  type ParsedSyncRetry,
  type SyncDeletion,
  syncDeletionSchema,
  syncRetrySchema,
} from '@integration-queue/shared/sync-bulk';
import {
  syncCountQuerySchema,
  syncCountSchema,
  type SyncDaysQuery,
  syncDaysQuerySchema,
  syncDaysSchema,
} from '@integration-queue/shared/sync-figures';
import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as v from 'valibot';
import { ReadsKey } from '../ops/idempotency/key-header.js';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { ActionsService } from './actions.service.js';
import { EntriesService } from './entries.service.js';
import { FiguresService } from './figures/figures.service.js';
import type { EntryFilter } from './sql/list-syncs.js';
import { SyncsService } from './syncs.service.js';

/** Without a body everything is as it is today. */
const OPTIONAL_CHOICE = v.optional(retryChoiceSchema, {});

const READS_KEY = ReadsKey('The same key and body within 24 h get the same answer; the work is done once');

@ApiTags('Syncs')
@Controller('v1/syncs')
export class SyncsController {
  constructor(
    @Inject(SyncsService) private readonly syncs: SyncsService,
    @Inject(EntriesService) private readonly entries: EntriesService,
    @Inject(FiguresService) private readonly figures: FiguresService,
    @Inject(ActionsService) private readonly actions: ActionsService,
  ) {}

  @Post()
  @Authenticated('syncs:write')
  @READS_KEY
  @Documented('Send a company, deal or task', {
    status: 201,
    answer: syncSchema,
    others: { 200: { description: 'Waits already with the same content', answer: syncSchema } },
    problems: ['not_found', 'domain_taken', 'option_not_offered', 'idempotency_key_reused', 'request_in_progress'],
  })
  async createSync(
    @CurrentActor() actor: Actor,
    @Body({ schema: syncInputSchema }) input: ParsedSyncInput,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { status, answer } = await this.syncs.create(actor, input, key);
    response.status(status);
    return answer;
  }

  @Post('batch')
  @Authenticated('syncs:write')
  @READS_KEY
  @Documented('Send up to 1,000; each item is answered for itself', {
    status: 202,
    answer: syncBatchAnswerSchema,
    problems: ['forbidden', 'too_many_items', 'body_too_large', 'idempotency_key_reused', 'request_in_progress'],
  })
  async createSyncs(
    @CurrentActor() actor: Actor,
    @Body({ schema: syncBatchSchema }) { items }: { items: unknown[] },
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { status, answer } = await this.syncs.createBatch(actor, items, key);
    response.status(status);
    return answer;
  }

  @Get()
  @Authenticated('syncs:read')
  @Documented('List entries, newest first', { answer: syncPageSchema, problems: ['forbidden', 'invalid_cursor'] })
  listSyncs(@CurrentActor() { workspaceId }: Actor, @Query({ schema: syncQuerySchema }) query: SyncQuery) {
    return this.entries.list(workspaceId, query);
  }

  @Get('summary')
  @Authenticated('syncs:read')
  @Documented('Counts per status, in all and per integration', {
    answer: syncSummarySchema,
    problems: ['forbidden', 'not_found'],
  })
  summary(
    @CurrentActor() { workspaceId }: Actor,
    @Query({ schema: summaryQuerySchema }) { integrationId }: { integrationId?: string },
  ) {
    return this.entries.summary(workspaceId, integrationId);
  }

  @Get('count')
  @Authenticated('syncs:read')
  @Documented('How many entries match, by status', { answer: syncCountSchema, problems: ['forbidden'] })
  countSyncs(@CurrentActor() { workspaceId }: Actor, @Query({ schema: syncCountQuerySchema }) filter: EntryFilter) {
    return this.figures.count(workspaceId, filter);
  }

  @Get('days')
  @Authenticated('syncs:read')
  @Documented('Processed and failed entries per day of initiation', {
    answer: syncDaysSchema,
    problems: ['forbidden'],
  })
  listDays(@CurrentActor() { workspaceId }: Actor, @Query({ schema: syncDaysQuerySchema }) query: SyncDaysQuery) {
    return this.figures.days(workspaceId, query);
  }

  @Post('delete')
  @HttpCode(200)
  @Authenticated('syncs:write')
  @Documented('Delete many that are not processed yet, in order of arrival, at once or slice by slice', {
    answer: bulkAnswerSchema,
    problems: ['forbidden'],
  })
  deleteSyncs(@CurrentActor() actor: Actor, @Body({ schema: syncDeletionSchema }) deletion: SyncDeletion) {
    return this.actions.deleteMany(actor, deletion);
  }

  @Post('retry')
  @HttpCode(200)
  @Authenticated('syncs:write')
  @Documented('Retry many that are in error, in order of arrival, at once or slice by slice', {
    answer: bulkAnswerSchema,
    problems: ['forbidden'],
  })
  retrySyncs(@CurrentActor() actor: Actor, @Body({ schema: syncRetrySchema }) retry: ParsedSyncRetry) {
    return this.actions.retryMany(actor, retry);
  }

  @Get(':id')
  @Authenticated('syncs:read')
  @Documented('One entry with its receipt and attempts', {
    answer: syncDetailSchema,
    problems: ['forbidden', 'not_found'],
  })
  getSync(@CurrentActor() { workspaceId }: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.entries.detail(workspaceId, id);
  }

  @Delete(':id')
  @Authenticated('syncs:write')
  @Documented('Delete an entry that is not processed yet; 202 where it is on its way', {
    status: 204,
    others: {
      202: { description: 'On its way: it ends deleted, or processed if it had left', answer: cancellingSchema },
    },
    problems: ['not_found', 'sync_already_processed'],
  })
  async deleteSync(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) response: Response,
  ) {
    const result = await this.actions.delete(actor, id);
    response.status(result === 'deleted' ? 204 : 202);
    return result === 'deleted' ? undefined : { status: result };
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Authenticated('syncs:write')
  @Documented('Undo a delete', { answer: syncSchema, problems: ['not_found', 'sync_not_deleted', 'conflict'] })
  restoreSync(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.actions.restore(actor, id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Authenticated('syncs:write')
  @Documented('Send a failed entry again, as things are today or as they were', {
    answer: syncSchema,
    problems: ['not_found', 'sync_not_in_error', 'mapping_version_gone', 'conflict'],
  })
  retrySync(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: OPTIONAL_CHOICE }) choice: ParsedRetryChoice,
  ) {
    return this.actions.retry(actor, id, choice);
  }

  @Post(':id/match')
  @Authenticated('syncs:write')
  @Documented('Choose the CRM record of an ambiguous entry, or a new one, and send it', {
    answer: syncSchema,
    problems: ['not_found', 'sync_not_ambiguous', 'conflict'],
  })
  matchSync(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: matchChoiceSchema }) choice: MatchChoice,
  ) {
    return this.actions.match(actor, id, choice);
  }
}
