import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which line of a running import a company came from, so that a second line about the same company can be told from an
 * update. A table of its own, emptied when the import ends: two columns at the company itself would be overwritten by
 * another import that runs at the same time, and would rewrite every company of a file that changes nothing.
 */
export class ImportLines1764000000003 implements MigrationInterface {
  name = 'ImportLines1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_line (
        import_id uuid not null references import on delete cascade,
        company_id uuid not null,
        line int not null,
        primary key (import_id, company_id)
      )`);
    await runner.query(`alter table company drop column import_id, drop column import_line`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table company add column import_id uuid, add column import_line int`);
    await runner.query(`drop table import_line`);
  }
}
