import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Visits, as they were told. `number` counts a company's visits in the order they came in, and `previous_at` is the visit
 * before this one in time, as far as it was known then: what a trigger was evaluated on can be evaluated again.
 */
export class Visits1764000000008 implements MigrationInterface {
  name = 'Visits1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table visit (
        id uuid primary key,
        workspace_id uuid not null references workspace,
        company_id uuid not null references company,
        visit_id text,
        at timestamptz not null,
        page text,
        url text,
        number int not null,
        previous_at timestamptz,
        received_at timestamptz not null default now()
      );
      create unique index visit_own_id on visit (company_id, visit_id) where visit_id is not null;
      create index visit_company on visit (company_id, at desc);
      create index visit_recent on visit (workspace_id, at desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table visit');
  }
}
