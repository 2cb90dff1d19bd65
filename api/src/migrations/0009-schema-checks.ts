import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What comparing an integration's field mappings with the CRM's schema found, and when it is compared next: one row an
 * integration, made with it. A table of its own, because the integration's row is locked while tokens are renewed and
 * changed by every tick. First checks are spread over the coming nights' hours like all others.
 */
export class SchemaChecks1764000000009 implements MigrationInterface {
  name = 'SchemaChecks1764000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function next_night() returns timestamptz language sql volatile as $$
        select (date_trunc('day', now() at time zone 'utc') + interval '1 day' + random() * interval '5 hours') at time zone 'utc'
      $$;
      create table schema_check (
        integration_id uuid primary key references integration,
        due_at timestamptz not null default next_night(),
        running_until timestamptz,
        attempted_at timestamptz,
        checked_at timestamptz,
        problems jsonb not null default '[]',
        labels jsonb not null default '{}',
        failures int not null default 0,
        failure_code text,
        failure_message text,
        failing_since timestamptz
      );
      create index schema_check_due on schema_check (due_at);
      insert into schema_check (integration_id) select id from integration;

      create function start_schema_check() returns trigger language plpgsql as $$
      begin
        insert into schema_check (integration_id) values (new.id);
        return null;
      end $$;
      create trigger integration_schema_check after insert on integration for each row execute function start_schema_check()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger integration_schema_check on integration; drop function start_schema_check; drop table schema_check;
      drop function next_night`);
  }
}
