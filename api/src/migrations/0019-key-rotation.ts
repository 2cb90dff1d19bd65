import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A rotated key stays the same key with a new secret, and its last one works on for a while: what was sent with it, the
 * idempotency keys it used and its limits go on, which a second key could not take over.
 */
export class KeyRotation1764000000019 implements MigrationInterface {
  name = 'KeyRotation1764000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table api_key
        add column previous_hash bytea,
        add column previous_until timestamptz,
        add column requests_per_minute int check (requests_per_minute > 0);
      create unique index api_key_previous_hash on api_key (previous_hash) where previous_hash is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index api_key_previous_hash;
      alter table api_key drop column previous_hash, drop column previous_until, drop column requests_per_minute`);
  }
}
