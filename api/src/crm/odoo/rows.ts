import type { WriteItem } from '../connector.js';
import type { Cell } from './values.js';

/** Splits items so that no key is twice in one part. */
export function rounds<T extends { item: WriteItem }>(items: T[]): T[][] {
  const parts: T[][] = [];
  const seen = new Map<string, number>();
  for (const entry of items) {
    const nth = seen.get(entry.item.key) ?? 0;
    seen.set(entry.item.key, nth + 1);
    (parts[nth] ??= []).push(entry);
  }
  return parts;
}

/** Values with the same name together, in the order of their first. */
export function groupBy<T>(values: T[], name: (value: T) => string): T[][] {
  return [...Map.groupBy(values, name).values()];
}

/** A row's text in a column; empty where it has none. */
export function textAt(cells: Cell[], column: string): string {
  return cells.find((cell) => cell.column === column)?.text ?? '';
}
