import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Triggers and each time one fired. `trigger_firing.slot` is what makes it fire once: `once` for a trigger that fires once
 * per company, else the visit or change it fired for. The unique index holds even where two processes decide at once.
 */
export class Triggers1764000000010 implements MigrationInterface {
  name = 'Triggers1764000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table trigger (
        id uuid primary key,
        workspace_id uuid not null references workspace,
        integration_id uuid not null references integration,
        name text not null,
        event text not null check (event in ('visit', 'company')),
        conditions jsonb not null,
        actions jsonb not null,
        repeat jsonb not null,
        daily_cap int,
        stop boolean not null,
        enabled boolean not null,
        position int not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz
      );
      create index trigger_workspace on trigger (workspace_id, position) where deleted_at is null;
      create table trigger_firing (
        id uuid primary key default gen_random_uuid(),
        workspace_id uuid not null references workspace,
        trigger_id uuid not null references trigger,
        company_id uuid not null references company,
        slot text not null,
        fired_at timestamptz not null default now(),
        unique (trigger_id, company_id, slot)
      );
      create index trigger_firing_recent on trigger_firing (trigger_id, fired_at desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table trigger_firing, trigger');
  }
}
