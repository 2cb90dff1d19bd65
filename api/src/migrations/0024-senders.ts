import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What one person sent is found without reading what everybody sent. Of people alone: keys and triggers send by the
 * thousand, so theirs are found quickly anyway, and must not pay for one more index.
 */
export class Senders1764000000024 implements MigrationInterface {
  name = 'Senders1764000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index sync_sender on sync (workspace_id, trigger_by, id desc) where trigger_kind = 'manual'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index sync_sender');
  }
}
