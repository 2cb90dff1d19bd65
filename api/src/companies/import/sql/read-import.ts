import type { Import, ImportError } from '@integration-queue/shared/import';
import type { DataSource } from 'typeorm';
import { notFound } from '../../../ops/app-problem.js';

interface ImportRow extends Omit<Import, 'startedAt' | 'finishedAt'> {
  startedAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id, status, lines, created, updated, unchanged, failed, sent, mapping, errors,
  started_at as "startedAt", finished_at as "finishedAt"`;
/** Imports the list shows: who runs more in a day looks for one by its id. */
const MOST_LISTED = 50;
const ERRORS_AT_ONCE = 1_000;

/** An import of this workspace, running or done. Throws `not_found`. */
export async function readImport(database: DataSource, workspaceId: string, id: string): Promise<Import> {
  const [row] = await database.query<ImportRow[]>(`select ${COLUMNS} from import where workspace_id = $1 and id = $2`, [
    workspaceId,
    id,
  ]);
  if (!row) throw notFound('import');
  return asImport(row);
}

/** The newest imports of this workspace, without their errors. */
export async function listImports(database: DataSource, workspaceId: string): Promise<Import[]> {
  const rows = await database.query<ImportRow[]>(
    `select ${COLUMNS.replace('errors', `'[]'::jsonb as errors`)} from import where workspace_id = $1 order by id desc limit $2`,
    [workspaceId, MOST_LISTED],
  );
  return rows.map(asImport);
}

/** Every line that was not taken over, in order, a portion at a time: there may be a million. */
export async function* readImportErrors(database: DataSource, id: string): AsyncGenerator<ImportError[]> {
  for (let after = 0; ;) {
    const rows = await database.query<(ImportError & { otherLine: number | null })[]>(
      `select line, code, message, other_line as "otherLine" from import_error
       where import_id = $1 and line > $2 order by line fetch first $3 rows with ties`,
      [id, after, ERRORS_AT_ONCE],
    );
    if (rows.length === 0) return;
    yield rows.map(({ otherLine, ...error }) => (otherLine === null ? error : { ...error, otherLine }));
    after = rows.at(-1)!.line;
  }
}

function asImport({ startedAt, finishedAt, ...row }: ImportRow): Import {
  return { ...row, startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}
