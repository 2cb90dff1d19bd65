import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DataSource } from 'typeorm';
import { csvHeader, csvLines } from '../syncs/export/csv-lines.js';
import { integrationNames, readSlices } from '../syncs/export/slices.js';
import { type Command, UsageError, WORKSPACE } from './command.js';
import { findWorkspace } from './find-workspace.js';

type Format = (database: DataSource, workspaceId: string) => AsyncGenerator<string>;

const FORMATS: Record<string, Format> = { csv: asCsv, ndjson: asNdjson };

export const exportEntriesCommand: Command = {
  words: 'export',
  about: 'all entries of a workspace, newest first, to standard output',
  options: {
    workspace: WORKSPACE,
    format: { value: '<csv or ndjson>', about: 'CSV for tables, NDJSON as the API answers entries', default: 'csv' },
  },
  async run({ workspace, format }, { database, out }) {
    const write = Object.hasOwn(FORMATS, format!) ? FORMATS[format!] : undefined;
    if (!write) throw new UsageError(`--format takes csv or ndjson, not ${format}`);
    const text = write(database, await findWorkspace(database, workspace!));
    await pipeline(Readable.from(text, { objectMode: false }), out, { end: false });
  },
};

async function* asCsv(database: DataSource, workspaceId: string): AsyncGenerator<string> {
  const names = await integrationNames(database, workspaceId);
  yield csvHeader('comma');
  for await (const slice of readSlices(database, workspaceId, {})) {
    if (slice.length > 0) yield csvLines(slice, names, 'comma');
  }
}

async function* asNdjson(database: DataSource, workspaceId: string): AsyncGenerator<string> {
  for await (const slice of readSlices(database, workspaceId, {})) {
    if (slice.length > 0) yield slice.map((sync) => `${JSON.stringify(sync)}\n`).join('');
  }
}
