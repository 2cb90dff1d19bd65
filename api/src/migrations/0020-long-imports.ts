import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Imports that take long: where each stands, a sign of life of the process that runs it, how far it came for good, and every
 * line that was not taken over. `run` fences a process that was taken for dead and comes back.
 */
export class LongImports1764000000020 implements MigrationInterface {
  name = 'LongImports1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table import
        add column status text not null default 'running'
          check (status in ('running', 'done', 'cancelled', 'failed', 'interrupted')),
        add column key text,
        add column run uuid,
        add column alive_at timestamptz not null default now(),
        add column done_line int not null default 0,
        add column cancel_requested boolean not null default false;
      update import set status = case when finished_at is null then 'interrupted' else 'done' end,
        finished_at = coalesce(finished_at, now());
      create unique index import_key on import (actor_id, key) where key is not null;
      create index import_running on import (alive_at) where status = 'running';
      create table import_error (
        import_id uuid not null references import on delete cascade,
        line int not null,
        code text not null,
        message text not null,
        other_line int
      );
      create index import_error_line on import_error (import_id, line)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table import_error;
      drop index import_key, import_running;
      alter table import drop column status, drop column key, drop column run, drop column alive_at,
        drop column done_line, drop column cancel_requested`);
  }
}
