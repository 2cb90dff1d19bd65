import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The CRM's schema as it was last told, one row an integration and object: what is sent is compared with it before it is
 * queued, and no send waits for the CRM to tell it again.
 */
export class KeptSchemas1764000000021 implements MigrationInterface {
  name = 'KeptSchemas1764000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table kept_schema (
        integration_id uuid not null references integration,
        object text not null,
        fields jsonb not null,
        read_at timestamptz not null default now(),
        primary key (integration_id, object)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table kept_schema');
  }
}
