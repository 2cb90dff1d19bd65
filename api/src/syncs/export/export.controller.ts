import {
  type ParsedSyncExport,
  type SyncExportQuery,
  syncExportQuerySchema,
  syncExportSchema,
} from '@integration-queue/shared/sync-export';
import { Body, Controller, Get, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { WithoutKey } from '../../ops/idempotency/key-header.js';
import { Documented, type Documentation } from '../../ops/open-api.js';
import { type Actor, CurrentActor } from '../../workspaces/actor.js';
import { Authenticated } from '../../workspaces/authenticated.js';
import { ExportService } from './export.service.js';

const CSV: Documentation = {
  content: {
    'text/csv': {
      schema: {
        type: 'string',
        description:
          'CSV, UTF-8 with a byte order mark, newest entry first. The connection breaks where the file could not be made whole',
      },
    },
  },
  problems: ['forbidden'],
};

@ApiTags('Syncs')
@Controller('v1/syncs/export')
export class ExportController {
  constructor(@Inject(ExportService) private readonly exports: ExportService) {}

  @Get()
  @Authenticated('syncs:read')
  @Documented('All entries that match as a CSV file', CSV)
  exportSyncs(
    @CurrentActor() { workspaceId }: Actor,
    @Query({ schema: syncExportQuerySchema }) { separator, ...filter }: SyncExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.exports.write(workspaceId, { filter, separator, header: true }, response);
  }

  @Post()
  @WithoutKey('It changes nothing, and its answer may be of any size')
  @Authenticated('syncs:read')
  @Documented('Selected entries as a CSV file', CSV)
  exportSelected(
    @CurrentActor() { workspaceId }: Actor,
    @Body({ schema: syncExportSchema }) selection: ParsedSyncExport,
    @Res() response: Response,
  ): Promise<void> {
    return this.exports.write(workspaceId, selection, response);
  }
}
