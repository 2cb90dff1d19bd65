import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { keptOptionFields } from '../integrations/kept-schema/kept-schema.js';
import { type OptionField, optionFields } from '../integrations/mapping/chosen-options.js';

/**
 * The CRM fields of several options that rows of a mapping add to, or give several at once, by the schema that was kept
 * when it was saved; no CRM is asked, and where there is no such row no database either.
 */
export async function optionsToTellApart(
  database: DataSource,
  integrationId: string,
  object: SyncObject,
  rows: MappingRow[],
): Promise<Map<string, OptionField>> {
  const asked = rows.filter(({ mode, source }) => mode === 'append' || ('fixed' in source && isSeveral(source.fixed)));
  const targets = asked.map(({ target }) => target);
  return optionFields(await keptOptionFields(database, integrationId, object, targets));
}

const isSeveral = (fixed: unknown) => String(fixed).includes(';');
