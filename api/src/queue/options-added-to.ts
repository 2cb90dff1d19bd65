import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { keptOptionFields } from '../integrations/kept-schema/kept-schema.js';
import { type OptionField, optionFields } from '../integrations/mapping/chosen-options.js';

/**
 * The CRM fields of several options that rows of a mapping add to, by the schema that was kept when it was saved; no CRM
 * is asked, and where nothing is added no database either.
 */
export async function optionsAddedTo(
  database: DataSource,
  integrationId: string,
  object: SyncObject,
  rows: MappingRow[],
): Promise<Map<string, OptionField>> {
  const targets = rows.filter(({ mode }) => mode === 'append').map(({ target }) => target);
  return optionFields(await keptOptionFields(database, integrationId, object, targets));
}
