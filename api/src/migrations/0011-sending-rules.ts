import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an integration sends: what becomes of a record that was deleted in the CRM. Until now it was reported. */
export class SendingRules1764000000011 implements MigrationInterface {
  name = 'SendingRules1764000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table integration add column when_deleted text not null default 'report'
         check (when_deleted in ('report', 'recreate'))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table integration drop column when_deleted`);
  }
}
