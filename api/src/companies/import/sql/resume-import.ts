import type { Import } from '@integration-queue/shared/import';
import type { DataSource } from 'typeorm';

/** Without a sign of life for so long, the process that ran an import is dead. */
const DEAD_AFTER = '30 seconds';

/** Closes imports whose process died: none stays open for ever. */
export async function closeInterrupted(database: DataSource): Promise<void> {
  await database.query(
    `update import set status = 'interrupted', finished_at = alive_at
     where status = 'running' and alive_at < now() - interval '${DEAD_AFTER}'`,
  );
}

/** An import of a key of a sender's, and the last line of it that was worked through. */
export interface KnownImport {
  id: string;
  status: Import['status'];
  doneLine: number;
  integrationId: string | null;
  /** Null for one of before there were any. */
  fingerprint: Buffer | null;
}

/** The import of a key within 24 hours; an older one loses the key. */
export async function findImportOfKey(database: DataSource, actorId: string, key: string): Promise<KnownImport | null> {
  await database.query(
    `update import set key = null where actor_id = $1 and key = $2 and alive_at < now() - interval '24 hours'`,
    [actorId, key],
  );
  const [row] = await database.query<KnownImport[]>(
    `select id, status, done_line as "doneLine", integration_id as "integrationId", fingerprint from import where actor_id = $1 and key = $2`,
    [actorId, key],
  );
  return row ?? null;
}

/**
 * Opens an import again that ended half-way, and takes back that it broke off; false where somebody else did, or it is not
 * there to go on with.
 */
export async function resumeImport(database: DataSource, id: string, run: string): Promise<boolean> {
  const opened = await database.query<unknown[]>(
    `with opened as (
       update import set status = 'running', run = $2, alive_at = now(), finished_at = null, cancel_requested = false,
         errors = jsonb_path_query_array(errors, '$[*] ? (@.code != "broken_off")')
       where id = $1 and status in ('failed', 'interrupted') returning id),
     swept as (delete from import_error where import_id in (select id from opened) and code = 'broken_off')
     select id from opened`,
    [id, run],
  );
  return opened.length === 1;
}
