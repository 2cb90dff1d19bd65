import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Versions of a mapping that an API key saved tell which one. Those of before are found in the audit log, which is read
 * before the table is locked: it may be long.
 */
export class MappingKeys1764000000027 implements MigrationInterface {
  name = 'MappingKeys1764000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create temporary table mapping_saved_by_key on commit drop as
        select a.target_id as integration_id, a.details ->> 'object' as object, (a.details ->> 'version')::int as version, k.id
        from audit_log a join api_key k on k.id = a.actor_id and k.workspace_id = a.workspace_id
        where a.action = 'mapping.saved' and a.actor_kind = 'api_key'`);
    await runner.query(`
      alter table mapping add column saved_by_key uuid references api_key;
      update mapping m set saved_by_key = s.id from mapping_saved_by_key s
      where m.integration_id = s.integration_id and m.object = s.object and m.version = s.version and m.saved_by is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table mapping drop column saved_by_key');
  }
}
