import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a test of an alert was sent last. A column without a default: no row is written anew. */
export class AlertTests1764000000033 implements MigrationInterface {
  name = 'AlertTests1764000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table alert add last_test_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table alert drop last_test_at');
  }
}
