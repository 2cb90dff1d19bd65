import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What has to be known of an attempt whose outcome is unknown: which CRM record it was about to update, and, for a later
 * sync of the same record, that there was such an attempt. The index holds only what ended that way, so it stays small.
 */
export class UnknownOutcomes1764000000002 implements MigrationInterface {
  name = 'UnknownOutcomes1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sync add column target_id text`);
    await runner.query(
      `create index sync_unknown on sync (integration_id, object, record_key)
       where maybe_sent and status in ('error', 'deleted')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index sync_unknown`);
    await runner.query(`alter table sync drop column target_id`);
  }
}
