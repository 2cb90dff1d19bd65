import type { CrmField } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource, EntityManager } from 'typeorm';

/** A schema of a CRM as it was last told. */
export interface KeptSchema {
  integrationId: string;
  object: SyncObject;
  fields: CrmField[];
  ageSeconds: number;
}

/**
 * Keeps what the CRM told of an object, in place of what it told before. The names of what a new record must have stand
 * apart: the queue reads them with every lease, and a schema may be many kilobytes.
 */
export async function keepSchema(
  database: DataSource | EntityManager,
  integrationId: string,
  object: SyncObject,
  fields: CrmField[],
): Promise<void> {
  const required = fields.filter((field) => field.required && field.writable).map(({ name }) => name);
  await database.query(
    `insert into kept_schema (integration_id, object, fields, required) values ($1, $2, $3, $4)
     on conflict (integration_id, object)
       do update set fields = excluded.fields, required = excluded.required, read_at = now()`,
    [integrationId, object, JSON.stringify(fields), required],
  );
}

/** The kept schema of an object, or null where the CRM was never asked for it. */
export async function keptSchema(
  database: DataSource | EntityManager,
  integrationId: string,
  object: SyncObject,
): Promise<KeptSchema | null> {
  const [kept] = await database.query<KeptSchema[]>(
    `select integration_id as "integrationId", object, fields, extract(epoch from now() - read_at)::float8 as "ageSeconds"
     from kept_schema where integration_id = $1 and object = $2`,
    [integrationId, object],
  );
  return kept ?? null;
}

/** Those of the named fields that take several options, as far as the schema is kept. */
export async function keptOptionFields(
  database: DataSource | EntityManager,
  integrationId: string,
  object: SyncObject,
  names: string[],
): Promise<CrmField[]> {
  if (names.length === 0) return [];
  const rows = await database.query<{ field: CrmField }[]>(
    `select field from kept_schema, jsonb_array_elements(fields) as field
     where integration_id = $1 and object = $2 and field->>'type' = 'options' and field->>'name' = any($3)`,
    [integrationId, object, names],
  );
  return rows.map(({ field }) => field);
}

/** Forgets what was kept: another account of the CRM is connected, with options of its own. */
export async function forgetSchemas(database: DataSource | EntityManager, integrationId: string): Promise<void> {
  await database.query('delete from kept_schema where integration_id = $1', [integrationId]);
}
