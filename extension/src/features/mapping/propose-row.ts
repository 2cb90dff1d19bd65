import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { sourceFieldsOf } from '@integration-queue/shared/source-fields';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { sourceFieldLabel } from './source-text';

/** A first row for a CRM field: from our field of the same name or label, else from none yet. */
export function proposeRow(object: SyncObject, { name, label }: Pick<CrmField, 'name' | 'label'>): MappingRow {
  const looks = new Set([lookOf(name), lookOf(label)]);
  const field = sourceFieldsOf(object).find(
    (path) => looks.has(lookOf(path)) || looks.has(lookOf(sourceFieldLabel(path))),
  );
  return { target: name, source: { field: field ?? '' }, mode: 'overwrite' };
}

const lookOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
