import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The version of the mapping an entry is sent again with, where a person chose the one of then; null for today's. */
export class PinnedMappings1764000000015 implements MigrationInterface {
  name = 'PinnedMappings1764000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sync add column pinned_mapping int`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sync drop column pinned_mapping`);
  }
}
