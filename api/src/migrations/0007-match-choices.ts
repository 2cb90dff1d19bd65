import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a person needs to end an ambiguous match: the records to choose from, kept with the entry as the CRM told them, and
 * the choice to create a new one. Which record was chosen is the link in `crm_record`, like any other.
 */
export class MatchChoices1764000000007 implements MigrationInterface {
  name = 'MatchChoices1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table sync add column error_candidates jsonb, add column create_new boolean not null default false`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sync drop column error_candidates, drop column create_new`);
  }
}
