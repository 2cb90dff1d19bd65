import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether the CRM dropped or altered a field of what it was sent. Kept with the entry: the list must not read receipts.
 * Entries of before are marked by their receipts.
 */
export class MarkedEntries1764000000006 implements MigrationInterface {
  name = 'MarkedEntries1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sync add column marked boolean not null default false`);
    await runner.query(
      `update sync set marked = true where status = 'processed' and id in (
         select sync_id from receipt where fields @? '$[*] ? (@.verdict == "dropped" || @.verdict == "altered")')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sync drop column marked`);
  }
}
