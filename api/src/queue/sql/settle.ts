import type { Candidate } from '@integration-queue/shared/match';
import type { ReceiptField } from '@integration-queue/shared/sync';
import type { AttemptOutcome, CrmAction, SkipCode } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { CHANGE_CHANNEL } from '../../events/notify.js';
import { isMarked } from '../../integrations/mapping/receipt.js';
import type { Exchange } from '../exchange.js';
import { persist } from '../persist.js';
import { runPrepared } from './prepared.js';

/** How one claimed row ends this time. */
export interface Settlement {
  id: string;
  status: 'pending' | 'processed' | 'error';
  /** For `pending`: why it waits, and for how long. */
  reason?: string;
  delayMs?: number;
  /** For `pending`: the sync of its company it waits for, however long that takes. */
  waitsFor?: string;
  /** Whether this attempt counts against the row. */
  burned: boolean;
  /** Whether the CRM may hold it although we do not know. */
  maybeSent: boolean;
  mappingVersion?: number;
  error?: {
    code: string;
    message: string;
    hint: string;
    field?: string;
    crmMessage?: string;
    /** Records to choose from, where several match. */
    candidates?: Candidate[];
  };
  crm?: { id: string; url: string | null; action: CrmAction };
  fields?: ReceiptField[];
  /** Why it ends `processed` although nothing was sent, nor may have been; `name` is the field or domain this is about. */
  skip?: { code: SkipCode; name?: string };
  /** Digest of what the CRM now holds of it; absent where it did not take everything as sent. */
  written?: string;
  /** The link to a CRM record that no longer exists is forgotten. */
  unlink?: boolean;
  /** A line of the entry's history; absent where nothing was tried. */
  attempt?: {
    id: string;
    startedAt: string;
    durationMs: number;
    outcome: AttemptOutcome;
    httpStatus?: number;
    code?: string;
    message?: string;
    exchange?: Exchange;
  };
}

/** What a settlement made of its row, which a person may have deleted meanwhile. */
export interface Settled {
  id: string;
  status: 'pending' | 'processed' | 'error' | 'deleted';
}

/**
 * Settles a batch in one statement, fenced by the claim: a holder that was frozen and overtaken changes nothing. Writes
 * attempts, receipts and links, wakes deals and tasks that waited for a company, and announces the change once. What the
 * CRM answered is known only here, so a database that is away for a moment is waited for; the fence makes a statement
 * that was committed although its answer was lost change nothing the second time. Those that wait are asked for their
 * status by `case`, so that no index of pending rows is taken for theirs.
 */
export async function settle(
  database: DataSource,
  integrationId: string,
  token: string,
  settlements: Settlement[],
): Promise<Settled[]> {
  if (settlements.length === 0) return [];
  const rows = settlements.map(({ error, crm, attempt, fields, skip, ...row }) => ({
    id: row.id,
    status: row.status,
    reason: row.reason,
    delay_ms: row.delayMs ?? 0,
    waits_for: row.waitsFor,
    burned: row.burned ? 1 : 0,
    maybe_sent: row.maybeSent,
    mapping_version: row.mappingVersion,
    error_code: error?.code,
    error_message: error?.message,
    error_hint: error?.hint,
    error_field: error?.field,
    error_crm_message: error?.crmMessage?.slice(0, 4000),
    error_candidates: error?.candidates,
    crm_id: crm?.id,
    crm_url: crm?.url,
    crm_action: crm?.action,
    skip_code: skip?.code,
    skip_name: skip?.name,
    written: row.written,
    unlink: row.unlink ?? false,
    marked: isMarked(fields ?? []),
    fields,
    attempt_id: attempt?.id,
    started_at: attempt?.startedAt,
    duration_ms: attempt && Math.round(attempt.durationMs),
    outcome: attempt?.outcome,
    http_status: attempt?.httpStatus,
    attempt_code: attempt?.code,
    attempt_message: attempt?.message?.slice(0, 4000),
    exchange: attempt?.exchange,
  }));
  const parameters = [JSON.stringify(rows), token, integrationId];
  return persist(() => runPrepared<Settled>(database, { name: 'settle', text: SETTLE }, parameters));
}

const SETTLE = `
with r as materialized (
  select * from json_to_recordset($1::json) as r(
    id uuid, status text, reason text, delay_ms float8, waits_for uuid, burned int, maybe_sent boolean, mapping_version int,
    error_code text, error_message text, error_hint text, error_field text, error_crm_message text,
    error_candidates jsonb, crm_id text, crm_url text, crm_action text, skip_code text, skip_name text, written text,
    unlink boolean, marked boolean, fields jsonb, attempt_id uuid, started_at timestamptz, duration_ms int, outcome text, http_status int, attempt_code text,
    attempt_message text, exchange json)),
done as (
  update sync s set
    status = case when s.cancel_requested and (r.status <> 'processed' or r.skip_code is not null) and not r.maybe_sent
      then 'deleted' else r.status end,
    deleted_from = case when s.cancel_requested and (r.status <> 'processed' or r.skip_code is not null) and not r.maybe_sent
      then 'pending' end,
    cancel_requested = s.cancel_requested and r.status = 'pending' and r.maybe_sent,
    reason = case when r.status = 'pending' then r.reason end,
    waits_for = r.waits_for,
    run_at = case when r.waits_for is not null then 'infinity' when r.status = 'pending'
      then now() + r.delay_ms * interval '1 ms' else s.run_at end,
    attempts = s.attempts + r.burned,
    claim = null, lease_until = null, maybe_sent = r.maybe_sent,
    target_id = case when r.maybe_sent then s.target_id end,
    mapping_version = coalesce(r.mapping_version, s.mapping_version),
    error_code = r.error_code, error_message = r.error_message, error_hint = r.error_hint,
    error_field = r.error_field, error_crm_message = r.error_crm_message, error_candidates = r.error_candidates,
    crm_id = coalesce(r.crm_id, s.crm_id), crm_url = coalesce(r.crm_url, s.crm_url),
    crm_action = coalesce(r.crm_action, s.crm_action),
    skip_code = case when not s.cancel_requested then r.skip_code end, skip_name = r.skip_name,
    marked = r.marked,
    processed_at = case when r.status = 'processed' then now() end,
    updated_at = now()
  from r where s.id = r.id and s.claim = $2
  returning s.id, s.workspace_id, s.integration_id, s.object, s.record_key, s.status, s.attempts, r.burned, r.fields,
    r.mapping_version as sent_with, r.status as ended, r.crm_id, r.crm_url, r.skip_code, r.written, r.unlink, r.attempt_id,
    r.started_at, r.duration_ms, r.outcome, r.http_status, r.attempt_code, r.attempt_message, r.exchange),
attempted as (
  insert into attempt (id, workspace_id, sync_id, number, started_at, duration_ms, outcome, http_status, code, message, exchange)
  select attempt_id, workspace_id, id, attempts + 1 - burned, started_at, duration_ms, outcome, http_status, attempt_code,
    attempt_message, exchange
  from done where attempt_id is not null),
received as (
  insert into receipt (sync_id, workspace_id, mapping_version, fields)
  select id, workspace_id, sent_with, fields from done where fields is not null
  on conflict (sync_id) do update set mapping_version = excluded.mapping_version, fields = excluded.fields, written_at = now()),
linked as (
  insert into crm_record (workspace_id, integration_id, object, record_key, crm_id, url, written)
  select workspace_id, integration_id, object, record_key, crm_id, crm_url, written
  from done where ended = 'processed' and crm_id is not null and skip_code is null
  on conflict (integration_id, object, record_key)
    do update set crm_id = excluded.crm_id, url = excluded.url, written = excluded.written, synced_at = now()),
unlinked as (
  delete from crm_record c using done
  where done.unlink and c.integration_id = done.integration_id and c.object = done.object and c.record_key = done.record_key),
woken as (
  update sync w set run_at = now(), reason = null, waits_for = null, updated_at = now()
  from done where done.status = 'processed' and w.waits_for = done.id
    and case w.status when 'pending' then true else false end
  returning w.id),
changed as (select id from done union all select id from woken),
told as materialized (
  select pg_notify('${CHANGE_CHANNEL}', jsonb_build_object(
    'workspaceId', (select workspace_id from done limit 1), 'integrationId', $3::uuid,
    'syncIds', (select jsonb_agg(id) from (select id from changed limit 100) first),
    'refetch', (select count(*) > 100 from changed), 'integration', false)::text)
  where exists (select 1 from done))
select done.id, done.status from done left join told on true`;
