import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Alerts and what each was told last. An alert compares how things are with what it told, instead of telling events: what
 * goes back and forth between two looks is told once or not at all, and nothing has to be written where things change.
 */
export class Alerts1764000000018 implements MigrationInterface {
  name = 'Alerts1764000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table alert (
        id uuid primary key,
        workspace_id uuid not null references workspace,
        kind text not null check (kind in ('email', 'slack')),
        target text not null,
        shown_target text not null,
        about text[] not null,
        pace text not null check (pace in ('at_once', 'hourly', 'daily')),
        language text not null check (language in ('de', 'en', 'nl')),
        enabled boolean not null default true,
        next_at timestamptz not null default now(),
        last_sent_at timestamptz,
        failures int not null default 0,
        failing_since timestamptz,
        last_error text,
        lease_token uuid,
        lease_until timestamptz,
        created_at timestamptz not null default now()
      );
      create index alert_workspace on alert (workspace_id, id);
      create table alert_told (
        alert_id uuid not null references alert on delete cascade,
        subject_id uuid not null,
        level text not null,
        told_at timestamptz not null default now(),
        primary key (alert_id, subject_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_told, alert');
  }
}
