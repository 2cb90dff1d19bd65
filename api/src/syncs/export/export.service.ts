import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ParsedSyncExport } from '@integration-queue/shared/sync-export';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { csvHeader, csvLines } from './csv-lines.js';
import { integrationNames, readSlices } from './slices.js';

/** Entries as a file, read and written slice by slice: as fast as the reader takes them, in constant memory. */
@Injectable()
export class ExportService {
  private readonly log = new Logger('Export');

  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /**
   * Writes the file into the answer. What goes wrong before the first slice is a problem as usual; later the connection is
   * broken, so that nobody takes a part for the whole.
   */
  async write(workspaceId: string, selection: ParsedSyncExport, response: Response): Promise<void> {
    const slices = readSlices(this.database, workspaceId, selection);
    const names = await integrationNames(this.database, workspaceId);
    const first = await slices.next();
    const { separator, header } = selection;
    async function* text(): AsyncGenerator<string> {
      if (header) yield csvHeader(separator);
      if (!first.done) yield csvLines(first.value, names, separator);
      for await (const slice of slices) yield csvLines(slice, names, separator);
    }
    response.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="syncs.csv"',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    try {
      await pipeline(Readable.from(text(), { objectMode: false }), response);
    } catch (error) {
      // Who hung up wants no more of it.
      if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}
