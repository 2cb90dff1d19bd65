import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables of the first house. Hand-written SQL, one class a change.
 *
 * `sync.status` has a fifth value, `deleted`, that people never see as a status: a deleted entry is kept so that it can be
 * restored. Counts per status live in `sync_count`, kept exact by statement triggers that append differences: counting
 * 500,000 rows takes above 100 ms, and one counter row updated in place would make writers queue behind each other.
 */
export class FirstHouse1764000000001 implements MigrationInterface {
  name = 'FirstHouse1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [ACCESS, RECORDS, INTEGRATIONS, SYNCS, SYNC_INDEXES, HISTORY, COUNTS])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table if exists sync_count_delta, sync_count, idempotency, receipt, attempt, crm_record, sync, mapping,
        integration, import, company, audit_log, api_key, session, member, workspace cascade;
      drop function if exists count_new_syncs, count_changed_syncs, count_removed_syncs`);
  }
}

const ACCESS = `
create table workspace (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default now()
);
create table member (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  email text not null,
  name text not null,
  role text not null check (role in ('admin', 'member')),
  password_hash text not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create unique index member_email on member (lower(email)) where removed_at is null;
create index member_workspace on member (workspace_id);
create table session (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  member_id uuid not null references member,
  family uuid not null,
  token_hash bytea not null,
  refresh_hash bytea not null,
  expires_at timestamptz not null,
  refresh_expires_at timestamptz not null,
  rotated_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index session_token on session (token_hash);
create unique index session_refresh on session (refresh_hash);
create index session_family on session (family);
create table api_key (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_by uuid references member,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create unique index api_key_hash on api_key (key_hash);
create index api_key_workspace on api_key (workspace_id, id);
create table audit_log (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('member', 'api_key', 'system')),
  actor_id uuid,
  action text not null,
  target_kind text not null,
  target_id uuid,
  details jsonb not null default '{}',
  request_id text
);
create index audit_log_workspace on audit_log (workspace_id, id desc);
create table idempotency (
  workspace_id uuid not null references workspace,
  actor_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status int,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
create index idempotency_age on idempotency (created_at);
`;

const RECORDS = `
create table company (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  external_id text,
  name text not null,
  domain text,
  data jsonb not null default '{}',
  import_id uuid,
  import_line int,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index company_external_id on company (workspace_id, external_id) where external_id is not null;
create unique index company_domain on company (workspace_id, domain) where domain is not null;
create index company_list on company (workspace_id, id desc);
create index company_name on company (workspace_id, lower(name));
create table import (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  integration_id uuid,
  actor_id uuid,
  mapping jsonb not null default '{}',
  lines int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  failed int not null default 0,
  sent int not null default 0,
  errors jsonb not null default '[]',
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_list on import (workspace_id, id desc);
`;

const INTEGRATIONS = `
create table integration (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  provider text not null,
  name text not null,
  settings jsonb not null default '{}',
  credentials text,
  account jsonb,
  status text not null default 'active' check (status in ('active', 'paused', 'needs_attention')),
  paused_from text,
  error_code text,
  error_message text,
  error_hint text,
  error_since timestamptz,
  hold_seconds int not null default 5,
  blocked_until timestamptz,
  blocked_reason text,
  failures int not null default 0,
  probing boolean not null default false,
  probe_at timestamptz,
  lease_token uuid,
  lease_until timestamptz,
  pace jsonb,
  settled_per_second real,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index integration_workspace on integration (workspace_id, id) where deleted_at is null;
create index integration_probe on integration (probe_at) where deleted_at is null and status = 'needs_attention';
create table mapping (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  integration_id uuid not null references integration,
  object text not null,
  version int not null,
  rows jsonb not null,
  problems jsonb not null default '[]',
  saved_by uuid references member,
  saved_at timestamptz not null default now(),
  unique (integration_id, object, version)
);
create table crm_record (
  workspace_id uuid not null references workspace,
  integration_id uuid not null references integration,
  object text not null,
  record_key text not null,
  crm_id text not null,
  url text,
  synced_at timestamptz not null default now(),
  primary key (integration_id, object, record_key)
);
create index crm_record_key on crm_record (workspace_id, record_key);
`;

const SYNCS = `
create table sync (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  integration_id uuid not null references integration,
  object text not null check (object in ('company', 'deal', 'task')),
  company_id uuid not null references company,
  company_name text not null,
  company_domain text,
  record_key text not null,
  dedupe_key bytea,
  source jsonb not null,
  trigger_kind text not null check (trigger_kind in ('manual', 'automation', 'api')),
  trigger_by uuid,
  trigger_name text,
  status text not null default 'pending' check (status in ('pending', 'processing', 'processed', 'error', 'deleted')),
  deleted_from text,
  reason text,
  run_at timestamptz not null default now(),
  waits_for uuid,
  attempts int not null default 0,
  claim uuid,
  lease_until timestamptz,
  maybe_sent boolean not null default false,
  cancel_requested boolean not null default false,
  mapping_version int,
  error_code text,
  error_message text,
  error_hint text,
  error_field text,
  error_crm_message text,
  issue_id uuid,
  crm_id text,
  crm_url text,
  crm_action text,
  initiated_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  processed_at timestamptz
);
alter table sync set (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
`;

const SYNC_INDEXES = `
create unique index sync_dedupe on sync (integration_id, dedupe_key) where dedupe_key is not null;
create index sync_claim on sync (integration_id, run_at, id) where status = 'pending';
create index sync_lease on sync (lease_until) where status = 'processing';
create index sync_record on sync (integration_id, object, record_key, id) where status in ('pending', 'processing');
create index sync_waits on sync (waits_for) where waits_for is not null and status = 'pending';
create index sync_list on sync (workspace_id, id desc) where status <> 'deleted';
create index sync_list_status on sync (workspace_id, status, id desc);
create index sync_list_integration on sync (workspace_id, integration_id, status, id desc);
create index sync_company on sync (company_id, id desc);
create index sync_changed on sync (workspace_id, updated_at);
`;

const HISTORY = `
create table attempt (
  id uuid primary key,
  workspace_id uuid not null references workspace,
  sync_id uuid not null references sync on delete cascade,
  number int not null,
  started_at timestamptz not null,
  duration_ms int,
  outcome text not null,
  http_status int,
  code text,
  message text
);
create index attempt_sync on attempt (sync_id, id desc);
create table receipt (
  sync_id uuid primary key references sync on delete cascade,
  workspace_id uuid not null references workspace,
  mapping_version int,
  fields jsonb not null,
  written_at timestamptz not null default now()
);
`;

const COUNTS = `
create table sync_count (
  integration_id uuid not null,
  status text not null,
  workspace_id uuid not null,
  n bigint not null default 0,
  primary key (integration_id, status)
);
create index sync_count_workspace on sync_count (workspace_id);
create table sync_count_delta (
  id bigint generated always as identity primary key,
  workspace_id uuid not null,
  integration_id uuid not null,
  status text not null,
  n bigint not null
);
create index sync_count_delta_workspace on sync_count_delta (workspace_id);

create function count_new_syncs() returns trigger language plpgsql as $$
begin
  insert into sync_count_delta (workspace_id, integration_id, status, n)
  select workspace_id, integration_id, status, count(*) from inserted group by 1, 2, 3;
  return null;
end $$;
create trigger sync_count_new after insert on sync
  referencing new table as inserted for each statement execute function count_new_syncs();

create function count_changed_syncs() returns trigger language plpgsql as $$
begin
  insert into sync_count_delta (workspace_id, integration_id, status, n)
  select workspace_id, integration_id, status, sum(n) from (
    select workspace_id, integration_id, status, count(*) as n from after_change group by 1, 2, 3
    union all
    select workspace_id, integration_id, status, -count(*) from before_change group by 1, 2, 3
  ) d group by 1, 2, 3 having sum(n) <> 0;
  return null;
end $$;
create trigger sync_count_changed after update on sync
  referencing old table as before_change new table as after_change
  for each statement execute function count_changed_syncs();

create function count_removed_syncs() returns trigger language plpgsql as $$
begin
  insert into sync_count_delta (workspace_id, integration_id, status, n)
  select workspace_id, integration_id, status, -count(*) from removed group by 1, 2, 3;
  return null;
end $$;
create trigger sync_count_removed after delete on sync
  referencing old table as removed for each statement execute function count_removed_syncs();
`;
