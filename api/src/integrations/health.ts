import type { DataSource, EntityManager } from 'typeorm';
import { announceChange } from '../events/notify.js';

type Database = DataSource | EntityManager;

/** What concerns a whole integration, in words. */
export interface Complaint {
  code: string;
  message: string;
  hint: string;
}

/** First probe after a complaint; each further one waits twice as long, up to two minutes. */
const FIRST_PROBE_SECONDS = 15;
const LAST_PROBE_SECONDS = 120;

/** The integration waits for a person (or for a probe that finds it mended). `since` stays that of the first complaint. */
export async function markNeedsAttention(
  database: Database,
  id: string,
  { code, message, hint }: Complaint,
): Promise<void> {
  await change(
    database,
    id,
    `status = case when status = 'paused' then status else 'needs_attention' end,
     paused_from = case when status = 'paused' then 'needs_attention' else paused_from end,
     error_since = case when error_code is null then now() else error_since end,
     failures = case when error_code = $2 then failures + 1 else 1 end,
     probe_at = now() + least($6::float8, $5::float8 * power(2, case when error_code = $2 then failures else 0 end)) * interval '1 second',
     error_code = $2, error_message = $3, error_hint = $4, blocked_until = null, blocked_reason = null`,
    [code, message, hint, FIRST_PROBE_SECONDS, LAST_PROBE_SECONDS],
  );
}

/** All is well again: the complaint is gone, one careful batch goes first. */
export async function clearAttention(database: Database, id: string): Promise<void> {
  await change(
    database,
    id,
    `status = case when status = 'needs_attention' then 'active' else status end,
     paused_from = null, error_code = null, error_message = null, error_hint = null, error_since = null,
     blocked_until = null, blocked_reason = null, failures = 0, probe_at = null, probing = true`,
    [],
  );
}

/** A call went through: full speed again. */
export async function markHealthy(database: Database, id: string): Promise<void> {
  await database.query('update integration set failures = 0, probing = false where id = $1', [id]);
}

/** The CRM's own limit, or its silence: everything waits until then, no person has to do anything. */
export async function blockUntil(
  database: Database,
  id: string,
  { reason, delayMs, probing }: { reason: 'rate_limited' | 'crm_unreachable'; delayMs: number; probing: boolean },
): Promise<void> {
  await change(
    database,
    id,
    `blocked_until = greatest(blocked_until, now() + $3::float8 * interval '1 ms'), blocked_reason = $2,
     failures = failures + case when $4 then 1 else 0 end, probing = probing or $4`,
    [reason, delayMs, probing],
  );
}

/** Stopped by a person; survives restarts. What is in the air ends as it ends. */
export async function pauseIntegration(database: Database, id: string): Promise<void> {
  await change(
    database,
    id,
    `paused_from = case when status = 'paused' then paused_from else status end,
     paused_at = case when status = 'paused' then paused_at else now() end, status = 'paused'`,
    [],
  );
}

/** Goes on as it was before the pause; what needed attention is probed at once. */
export async function resumeIntegration(database: Database, id: string): Promise<void> {
  await change(
    database,
    id,
    `status = case when status = 'paused' then coalesce(paused_from, 'active') else status end, paused_from = null, paused_at = null,
     blocked_until = null, blocked_reason = null,
     probe_at = case when coalesce(paused_from, status) = 'needs_attention' then now() else probe_at end`,
    [],
  );
}

async function change(database: Database, id: string, assignments: string, parameters: unknown[]): Promise<void> {
  const [rows] = await database.query<[{ workspaceId: string }[], number]>(
    `update integration set ${assignments} where id = $1 and deleted_at is null returning workspace_id as "workspaceId"`,
    [id, ...parameters],
  );
  const workspaceId = rows[0]?.workspaceId;
  if (workspaceId === undefined) return;
  await announceChange((sql, values) => database.query(sql, values), {
    workspaceId,
    integrationId: id,
    integration: true,
  });
}
