import type { CrmField } from '@integration-queue/shared/mapping';
import type { DraftRow } from './mapping-draft';

/** A line of the editor: a field of the CRM, the row that writes it, or both. */
export interface Line {
  /** What the CRM says of the field; undefined where it has no such field, or is not known yet. */
  field: CrmField | undefined;
  draft: DraftRow | null;
}

/**
 * The lines in reading order: required fields first, whether they have a row or not, then the other rows in the order of
 * the mapping; `unsent` are the writable fields without a row. A search finds label, name and source of each.
 */
export function arrangeLines(rows: DraftRow[], fields: CrmField[], search = ''): { sent: Line[]; unsent: CrmField[] } {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const mapped = new Set(rows.map(({ row }) => row.target));
  const lines = rows.map((draft): Line => ({ field: byName.get(draft.row.target), draft }));
  const missing = fields.filter((field) => isRequired(field) && !mapped.has(field.name));
  const sent = [
    ...missing.map((field): Line => ({ field, draft: null })),
    ...lines.filter(({ field }) => isRequired(field)),
    ...lines.filter(({ field }) => !isRequired(field)),
  ];
  const unsent = fields.filter((field) => field.writable && !isRequired(field) && !mapped.has(field.name));
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const finds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return {
    sent: sent.filter(({ field, draft }) => finds(`${textOf(field)} ${draft ? JSON.stringify(draft.row) : ''}`)),
    unsent: unsent.filter((field) => finds(textOf(field))).sort((one, other) => one.label.localeCompare(other.label)),
  };
}

export const isRequired = (field: CrmField | undefined): boolean => !!field?.required && field.writable;

const textOf = (field: CrmField | undefined) => (field ? `${field.label} ${field.name}` : '');
