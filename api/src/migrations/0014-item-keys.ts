import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which entry an item of a stream became, by the sender's own key of it. Beside `idempotency`, since a million items of one
 * stream need no kept answer each: the entry itself says what became of it.
 */
export class ItemKeys1764000000014 implements MigrationInterface {
  name = 'ItemKeys1764000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table item_key (
        workspace_id uuid not null,
        actor_id uuid not null,
        key text not null,
        content_hash bytea not null,
        sync_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (actor_id, key)
      );
      create index item_key_age on item_key (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table item_key');
  }
}
