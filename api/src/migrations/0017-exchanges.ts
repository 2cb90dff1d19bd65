import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an entry said to the CRM in an attempt and what it was answered, secrets masked; null where nothing left. */
export class Exchanges1764000000017 implements MigrationInterface {
  name = 'Exchanges1764000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table attempt add column exchange json');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table attempt drop column exchange');
  }
}
