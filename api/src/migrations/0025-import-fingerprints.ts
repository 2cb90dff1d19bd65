import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an import began with, so that its `Idempotency-Key` is not taken for another file's; null for those of before. */
export class ImportFingerprints1764000000025 implements MigrationInterface {
  name = 'ImportFingerprints1764000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table import add fingerprint bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table import drop fingerprint');
  }
}
