import type { MappingRow } from '@integration-queue/shared/mapping';

/** What became of one CRM field from one mapping to another. */
export interface RowDifference {
  target: string;
  before: MappingRow | null;
  after: MappingRow | null;
}

/** The rows in which two mappings differ, in the order of the later one; rows it no longer has come last. */
export function compareRows(before: MappingRow[], after: MappingRow[]): RowDifference[] {
  const old = new Map(before.map((row) => [row.target, row]));
  const differences: RowDifference[] = [];
  for (const row of after) {
    const was = old.get(row.target) ?? null;
    old.delete(row.target);
    if (!was || !isSameRow(was, row)) differences.push({ target: row.target, before: was, after: row });
  }
  return [...differences, ...[...old.values()].map((row) => ({ target: row.target, before: row, after: null }))];
}

/** Whether two mappings do the same: a database keeps no order of keys, and rows have none that matters. */
export const isSameMapping = (one: MappingRow[], other: MappingRow[]): boolean =>
  one.length === other.length && compareRows(one, other).length === 0;

function isSameRow(one: MappingRow, other: MappingRow): boolean {
  return one.mode === other.mode && isSame(one.source, other.source) && isSame(one.values ?? {}, other.values ?? {});
}

function isSame(one: object, other: object): boolean {
  const [a, b] = [Object.entries(one), new Map(Object.entries(other))];
  return a.length === b.size && a.every(([key, value]) => b.get(key) === value);
}
