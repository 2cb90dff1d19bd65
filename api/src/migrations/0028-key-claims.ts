import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who works on the request of an `Idempotency-Key` and until when, whether it changed something already, and its answer
 * sealed where that shows a secret. Columns without a computed default: no row is written anew.
 */
export class KeyClaims1764000000028 implements MigrationInterface {
  name = 'KeyClaims1764000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table idempotency add claim uuid, add held_until timestamptz,
      add effect boolean not null default false, add sealed text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table idempotency drop claim, drop held_until, drop effect, drop sealed');
  }
}
