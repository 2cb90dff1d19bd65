import type { Import, ImportError } from '@integration-queue/shared/import';
import type { DataSource, EntityManager } from 'typeorm';
import { storable } from '../../../ops/storable.js';

/** What one chunk of an import came to. */
export type ImportCounts = Pick<Import, 'lines' | 'created' | 'updated' | 'unchanged' | 'failed' | 'sent'>;

/** One run of an import: who comes back after another took over is no longer the one. */
export interface ImportRun {
  id: string;
  run: string;
}

/** Most lines an import's report names; all of them are kept beside. */
const MOST_ERRORS = 1_000;

/** Opens an import, and forgets which lines those came from that nobody will go on with any more. */
export async function startImport(
  database: DataSource,
  { id, run }: ImportRun,
  {
    workspaceId,
    actorId,
    integrationId,
    key,
    fingerprint,
  }: {
    workspaceId: string;
    actorId: string;
    integrationId?: string | undefined;
    key?: string | undefined;
    fingerprint: Buffer;
  },
): Promise<void> {
  await database.query(
    `delete from import_line where import_id in (select id from import
       where workspace_id = $1 and status in ('failed', 'interrupted') and alive_at < now() - interval '1 day')`,
    [workspaceId],
  );
  await database.query(
    `insert into import (id, run, workspace_id, actor_id, integration_id, key, fingerprint)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, run, workspaceId, actorId, integrationId ?? null, key ?? null, fingerprint],
  );
}

/** Adds a chunk to an import's report, in its transaction. Answers whether it is to go on, be cancelled, or is another's. */
export async function countChunk(
  transaction: EntityManager,
  { id, run }: ImportRun,
  { lines, created, updated, unchanged, failed, sent }: ImportCounts,
  found: ImportError[],
  { mapping, lastLine }: { mapping: Record<string, string>; lastLine: number },
): Promise<'go_on' | 'cancel' | 'lost'> {
  // They quote the file, which may hold anything.
  const errors = storable(found);
  const [[row]] = await transaction.query<[{ cancel: boolean }[], number]>(
    `update import set lines = lines + $3, created = created + $4, updated = updated + $5, unchanged = unchanged + $6,
       failed = failed + $7, sent = sent + $8, mapping = $10, done_line = greatest(done_line, $12), alive_at = now(),
       errors = case when $9::jsonb = '[]' or jsonb_array_length(errors) >= $11 then errors
         else jsonb_path_query_array(errors || $9::jsonb, ('$[0 to ' || $11 - 1 || ']')::jsonpath) end
     where id = $1 and run = $2 and status = 'running' returning cancel_requested as cancel`,
    [
      ...[id, run, lines, created, updated, unchanged, failed, sent],
      ...[JSON.stringify(errors), storable(mapping), MOST_ERRORS, lastLine],
    ],
  );
  if (!row) return 'lost';
  if (errors.length > 0)
    await transaction.query(
      `insert into import_error (import_id, line, code, message, other_line)
       select $1, line, code, message, "otherLine"
       from jsonb_to_recordset($2) as e(line int, code text, message text, "otherLine" int)`,
      [id, JSON.stringify(errors)],
    );
  return row.cancel ? 'cancel' : 'go_on';
}

/** Says that the process that runs an import lives, while it waits for the sender. True where somebody cancelled it. */
export async function keepAlive(database: DataSource, { id, run }: ImportRun): Promise<boolean> {
  const [[row]] = await database.query<[{ cancel: boolean }[], number]>(
    `update import set alive_at = now() where id = $1 and run = $2 and status = 'running'
     returning cancel_requested as cancel`,
    [id, run],
  );
  return row?.cancel ?? false;
}

/**
 * Closes an import. Which line each company came from is forgotten with it, unless it may go on from where it stands: only
 * its own later lines ask for that.
 */
export async function finishImport(
  transaction: EntityManager,
  { id, run }: ImportRun,
  status: 'done' | 'cancelled' | 'failed',
): Promise<void> {
  await transaction.query(
    `update import set status = $3, finished_at = now() where id = $1 and run = $2 and status = 'running'`,
    [id, run, status],
  );
  await transaction.query(
    `delete from import_line where import_id = (select id from import where id = $1 and (status <> 'failed' or key is null))`,
    [id],
  );
}
