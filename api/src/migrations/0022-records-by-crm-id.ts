import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose record in the CRM this is: asked for every record page that somebody opens there. */
export class RecordsByCrmId1764000000022 implements MigrationInterface {
  name = 'RecordsByCrmId1764000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index crm_record_crm_id on crm_record (integration_id, object, crm_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index crm_record_crm_id');
  }
}
