import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Endpoints that are told of changes, and their messages: outbox and delivery log in one table. Triggers write a message in
 * the transaction of the change itself, so none is missed whichever statement made it; they ask first whether an endpoint
 * of the workspace wants it, which is all a workspace without endpoints pays. `seq` follows the order of changes of one row,
 * because its lock is held until the change is committed.
 */
export class Webhooks1764000000016 implements MigrationInterface {
  name = 'Webhooks1764000000016';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TABLES, TELLING, SYNCS, INTEGRATIONS, ISSUES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger sync_webhooks on sync;
      drop trigger integration_webhooks on integration;
      drop trigger issue_webhooks_new on issue;
      drop trigger issue_webhooks on issue;
      drop function tell_webhooks_of_syncs, tell_webhooks_of_integration, tell_webhooks_of_issue;
      drop function tell_webhooks(uuid, text, uuid, jsonb);
      drop table webhook_delivery, webhook;
      drop function iso_time(timestamptz)`);
  }
}

const TABLES = `
create table webhook (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  url text not null,
  description text,
  events text[] not null,
  secret text not null,
  old_secret text,
  old_secret_until timestamptz,
  enabled boolean not null default true,
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('by_person', 'failing', 'gone')),
  failures int not null default 0,
  failing_since timestamptz,
  last_delivered_at timestamptz,
  next_at timestamptz not null default now(),
  lease_token uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now()
);
create index webhook_workspace on webhook (workspace_id, id);
create table webhook_delivery (
  seq bigint generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  workspace_id uuid not null,
  webhook_id uuid not null,
  type text not null,
  subject_id uuid not null,
  data jsonb not null,
  occurred_at timestamptz not null default now(),
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  delivered_at timestamptz,
  last_at timestamptz,
  last_duration_ms int,
  last_http_status int,
  last_error text,
  last_answer text
);
create index webhook_delivery_log on webhook_delivery (webhook_id, seq desc);
create index webhook_delivery_due on webhook_delivery (webhook_id, next_at) where status = 'pending';
create index webhook_delivery_order on webhook_delivery (webhook_id, subject_id, seq) where status = 'pending'`;

const TELLING = `
create function iso_time(at timestamptz) returns text stable language sql as $$
  select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
create function tell_webhooks(workspace uuid, event text, subject uuid, fact jsonb) returns void language sql as $$
  insert into webhook_delivery (workspace_id, webhook_id, type, subject_id, data)
  select workspace, w.id, event, subject, fact from webhook w
  where w.workspace_id = workspace and w.enabled and event = any(w.events)
$$`;

const SYNCS = `
create function tell_webhooks_of_syncs() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from webhook w where w.enabled and w.events && array['sync.processed', 'sync.failed', 'sync.deleted']
      and w.workspace_id in (select workspace_id from after_change)) then return null; end if;
  insert into webhook_delivery (workspace_id, webhook_id, type, subject_id, data)
  select n.workspace_id, w.id, e.type, n.id, jsonb_build_object(
    'id', n.id, 'integrationId', n.integration_id, 'provider', i.provider, 'object', n.object,
    'company', jsonb_build_object('id', n.company_id, 'name', n.company_name, 'domain', n.company_domain),
    'status', n.status,
    'trigger', jsonb_build_object('kind', n.trigger_kind, 'by', case when n.trigger_by is not null and n.trigger_name is not null
      then jsonb_build_object('id', n.trigger_by, 'name', n.trigger_name) end),
    'attempts', n.attempts, 'initiatedAt', iso_time(n.initiated_at), 'processedAt', iso_time(n.processed_at),
    'error', case when n.status = 'error' then jsonb_build_object('code', n.error_code, 'message', coalesce(n.error_message, ''),
      'hint', coalesce(n.error_hint, ''), 'field', n.error_field, 'crmMessage', n.error_crm_message, 'issueId', n.issue_id) end,
    'crm', case when n.crm_id is not null
      then jsonb_build_object('id', n.crm_id, 'url', n.crm_url, 'action', n.crm_action) end)
  from after_change n
  join before_change o on o.id = n.id and o.status <> n.status
  cross join lateral (select case n.status
    when 'processed' then 'sync.processed' when 'error' then 'sync.failed' when 'deleted' then 'sync.deleted' end) e(type)
  join webhook w on w.workspace_id = n.workspace_id and w.enabled and e.type = any(w.events)
  join integration i on i.id = n.integration_id
  order by n.id;
  return null;
end $$;
create trigger sync_webhooks after update on sync
  referencing old table as before_change new table as after_change
  for each statement execute function tell_webhooks_of_syncs()`;

/** A pause hides that an integration needs attention, and does not mend it. */
const INTEGRATIONS = `
create function tell_webhooks_of_integration() returns trigger language plpgsql as $$
begin
  perform tell_webhooks(new.workspace_id,
    case when coalesce(new.paused_from, new.status) = 'needs_attention'
      then 'integration.needs_attention' else 'integration.recovered' end,
    new.id, jsonb_build_object('id', new.id, 'name', new.name, 'provider', new.provider, 'status', new.status,
      'error', case when new.error_code is not null then jsonb_build_object('code', new.error_code,
        'message', coalesce(new.error_message, ''), 'hint', coalesce(new.error_hint, ''), 'since', iso_time(new.error_since)) end));
  return null;
end $$;
create trigger integration_webhooks after update on integration for each row
  when ((coalesce(new.paused_from, new.status) = 'needs_attention') <> (coalesce(old.paused_from, old.status) = 'needs_attention')
    and new.deleted_at is null)
  execute function tell_webhooks_of_integration()`;

const ISSUES = `
create function tell_webhooks_of_issue() returns trigger language plpgsql as $$
begin
  perform tell_webhooks(new.workspace_id, case when new.state = 'resolved' then 'issue.resolved' else 'issue.opened' end,
    new.id, jsonb_build_object('id', new.id, 'integrationId', new.integration_id, 'object', new.object, 'code', new.code,
      'field', nullif(new.field, ''), 'message', new.message, 'hint', new.hint, 'crmMessage', new.crm_message));
  return null;
end $$;
create trigger issue_webhooks_new after insert on issue for each row when (new.state = 'open')
  execute function tell_webhooks_of_issue();
create trigger issue_webhooks after update on issue for each row
  when ((new.state = 'resolved') <> (old.state = 'resolved')) execute function tell_webhooks_of_issue()`;
