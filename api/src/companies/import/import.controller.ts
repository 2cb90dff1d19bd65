import { id as idSchema } from '@integration-queue/shared/fields';
import {
  importErrorSchema,
  importListSchema,
  type ImportQuery,
  importQuerySchema,
  importSchema,
} from '@integration-queue/shared/import';
import { Readable } from 'node:stream';
import {
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ReadsKey } from '../../ops/idempotency/key-header.js';
import { Documented } from '../../ops/open-api.js';
import { type Actor, CurrentActor } from '../../workspaces/actor.js';
import { Authenticated } from '../../workspaces/authenticated.js';
import { ImportService } from './import.service.js';

@ApiTags('Companies')
@Controller('v1/companies')
export class ImportController {
  constructor(@Inject(ImportService) private readonly imports: ImportService) {}

  @Post('import')
  @Authenticated('companies:write')
  @ReadsKey(
    'Names the import for 24 h: the same file sent again goes on behind the last line that was worked through, and one that is done is answered with its report; another integration, mapping or format, or a file that begins otherwise (first 64 kB), is 422 idempotency_key_reused',
  )
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ description: 'The file, of any size', schema: { type: 'string', format: 'binary' } })
  @Documented('Import companies from a file; with integrationId also send each', {
    status: 201,
    answer: importSchema,
    problems: [
      'forbidden',
      'not_found',
      'invalid_import',
      'unsupported_media_type',
      'idempotency_key_reused',
      'request_in_progress',
    ],
  })
  importCompanies(
    @CurrentActor() actor: Actor,
    @Query({ schema: importQuerySchema }) query: ImportQuery,
    @Req() upload: Request,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    // What a silent sender may still send is not waited for.
    const hangUp = () => void response.setHeader('connection', 'close');
    return this.imports.run(actor, query, upload, { key, hangUp });
  }

  @Get('imports')
  @Authenticated('companies:read')
  @Documented('The newest imports, running or done', { answer: importListSchema, problems: ['forbidden'] })
  listImports(@CurrentActor() actor: Actor) {
    return this.imports.list(actor);
  }

  @Post('imports/:id/cancel')
  @HttpCode(200)
  @Authenticated('companies:write')
  @Documented('Cancel a running import; what was taken over stays', {
    answer: importSchema,
    problems: ['forbidden', 'not_found', 'conflict'],
  })
  cancelImport(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.imports.cancel(actor, id);
  }

  @Get('imports/:id/errors')
  @Authenticated('companies:read')
  @Documented('Every line of an import that was not taken over, as JSON lines, for 90 days', {
    lines: importErrorSchema,
    problems: ['forbidden', 'not_found'],
  })
  async getImportErrors(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return new StreamableFile(Readable.from(await this.imports.errors(actor, id), { objectMode: false }), {
      type: 'application/x-ndjson; charset=utf-8',
      disposition: `attachment; filename="import-${id}-errors.ndjson"`,
    });
  }

  @Get('imports/:id')
  @Authenticated('companies:read')
  @Documented('An import, running or done', { answer: importSchema, problems: ['forbidden', 'not_found'] })
  getImport(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.imports.get(actor, id);
  }
}
