import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sends that were left out are entries as well: why, and whether a person then wanted them anyway. Beside it what the
 * decision needs, so that it costs no query: the blocked domains of the integration, the fields its CRM requires, and with
 * each link a digest of what was last written to its record. Messages of webhooks tell of it.
 */
export class SkippedEntries1764000000023 implements MigrationInterface {
  name = 'SkippedEntries1764000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sync
        add column skip_code text check (skip_code in ('blocked_domain', 'missing_required', 'unchanged')),
        add column skip_name text,
        add column send_anyway boolean not null default false;
      create index sync_skipped on sync (workspace_id, id desc) where skip_code is not null;
      alter table integration add column blocked_domains text[] not null default '{}';
      alter table crm_record add column written text;
      alter table kept_schema add column required text[] not null default '{}'`);
    await runner.query(tellOfSyncs(SKIPPED));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(tellOfSyncs(''));
    await runner.query(`
      alter table kept_schema drop column required;
      alter table crm_record drop column written;
      alter table integration drop column blocked_domains;
      alter table sync drop column skip_code, drop column skip_name, drop column send_anyway`);
  }
}

const SKIPPED = `'skipped', case when n.skip_code is not null then jsonb_build_object('code', n.skip_code,
      'field', case when n.skip_code = 'missing_required' then n.skip_name end,
      'domain', case when n.skip_code = 'blocked_domain' then n.skip_name end) end,`;

const tellOfSyncs = (more: string) => `
create or replace function tell_webhooks_of_syncs() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from webhook w where w.enabled and w.events && array['sync.processed', 'sync.failed', 'sync.deleted']
      and w.workspace_id in (select workspace_id from after_change)) then return null; end if;
  insert into webhook_delivery (workspace_id, webhook_id, type, subject_id, data)
  select n.workspace_id, w.id, e.type, n.id, jsonb_build_object(
    'id', n.id, 'integrationId', n.integration_id, 'provider', i.provider, 'object', n.object,
    'company', jsonb_build_object('id', n.company_id, 'name', n.company_name, 'domain', n.company_domain),
    'status', n.status, ${more}
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
end $$`;
