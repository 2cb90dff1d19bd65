import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Failures grouped by cause. A row trigger finds or opens the issue of an entry at the moment it fails, whichever
 * statement made it fail, so that no path can forget it. It writes the issue only where that changes it: 5,000 failures
 * of one cause are 5,000 look-ups and one insert. Counts are not kept but counted, by the index below.
 */
export class Issues1764000000005 implements MigrationInterface {
  name = 'Issues1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table issue (
        id uuid primary key default gen_random_uuid(),
        workspace_id uuid not null references workspace,
        integration_id uuid not null references integration,
        object text not null,
        code text not null,
        field text not null default '',
        message_key text not null default '',
        message text not null,
        hint text not null default '',
        crm_message text,
        state text not null default 'open' check (state in ('open', 'muted', 'resolved')),
        first_seen_at timestamptz not null default now(),
        resolved_at timestamptz,
        unique (integration_id, object, code, field, message_key)
      );
      create index issue_workspace on issue (workspace_id, id);
      create index sync_issue on sync (issue_id, id) where issue_id is not null and status = 'error';

      create function issue_message_key(code text, field text, message text) returns text immutable language sql as $$
        select case when coalesce(field, '') <> '' then ''
          when code not in ('refused_by_crm', 'unexpected_answer', 'gave_up') then ''
          else left(regexp_replace(regexp_replace(lower(coalesce(message, '')), '["''“„«‘][^"''”“»’]*["''”“»’]', '…', 'g'),
            '[0-9a-f]{8,}|\\d+', '#', 'g'), 200) end
      $$;

      create function find_issue() returns trigger language plpgsql as $$
      declare
        key text := issue_message_key(new.error_code, new.error_field, coalesce(new.error_crm_message, new.error_message));
        known issue%rowtype;
      begin
        select * into known from issue i
        where i.integration_id = new.integration_id and i.object = new.object and i.code = coalesce(new.error_code, 'refused_by_crm')
          and i.field = coalesce(new.error_field, '') and i.message_key = key;
        if not found then
          insert into issue (workspace_id, integration_id, object, code, field, message_key, message, hint, crm_message)
          values (new.workspace_id, new.integration_id, new.object, coalesce(new.error_code, 'refused_by_crm'),
            coalesce(new.error_field, ''), key, coalesce(new.error_message, ''), coalesce(new.error_hint, ''), new.error_crm_message)
          on conflict (integration_id, object, code, field, message_key) do update set state = issue.state
          returning * into known;
        end if;
        if known.state = 'resolved' then
          update issue set state = 'open', resolved_at = null where id = known.id;
        end if;
        new.issue_id := known.id;
        return new;
      end $$;
      create trigger sync_issue before update on sync for each row
        when (new.status = 'error' and old.status <> 'error' and old.status <> 'deleted') execute function find_issue()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger sync_issue on sync; drop function find_issue; drop function issue_message_key; drop index sync_issue; drop table issue`);
  }
}
