import { batch, computed, signal } from '@preact/signals';
import type { MappingRow } from '@integration-queue/shared/mapping';
import { MAPPING_LIMIT } from '@integration-queue/shared/mapping-limit';
import { isSameMapping } from './compare-rows';

/** A row while it is edited: `key` stays the same, whatever becomes of its contents. */
export interface DraftRow {
  key: number;
  row: MappingRow;
}

/** Most steps that can be taken back. */
const MOST_STEPS = 200;

/** The rows of a field mapping while somebody works on them, with every step to take back. */
export class MappingDraft {
  readonly rows = signal<DraftRow[]>([]);
  readonly saved = signal<MappingRow[]>([]);
  readonly isDirty = computed(() => !isSameMapping(this.saved.value, plain(this.rows.value)));
  private readonly done = signal<DraftRow[][]>([]);
  private readonly undone = signal<DraftRow[][]>([]);
  readonly canUndo = computed(() => this.done.value.length > 0);
  readonly canRedo = computed(() => this.undone.value.length > 0);
  readonly isFull = computed(() => this.rows.value.length >= MAPPING_LIMIT);
  private lastKey = 0;
  private lastStep: string | null = null;

  constructor(saved: MappingRow[] = []) {
    this.reset(saved);
  }

  /** Starts again from a saved mapping; nothing before it can be taken back. */
  reset(saved: MappingRow[]): void {
    batch(() => {
      this.saved.value = saved;
      this.rows.value = this.keyed(saved);
      this.done.value = [];
      this.undone.value = [];
    });
    this.lastStep = null;
  }

  /** Changes one row. Changes under the same `step`, like letters typed into one field, are taken back together. */
  change(key: number, change: Partial<MappingRow>, step: string | null = null): void {
    const rows = this.rows.value.map((one) =>
      one.key === key ? { key, row: without({ ...one.row, ...change }) } : one,
    );
    this.step(rows, step && `${key} ${step}`);
  }

  /** Adds a row at the end and answers its key; null where the mapping is full. */
  add(row: MappingRow): number | null {
    if (this.isFull.value) return null;
    const [added] = this.keyed([row]);
    if (!added) return null;
    this.step([...this.rows.value, added]);
    return added.key;
  }

  remove(key: number): void {
    this.step(this.rows.value.filter((one) => one.key !== key));
  }

  /** Puts other rows in place of all, as restoring a version does. Rows that stay the same keep their keys. */
  replace(rows: MappingRow[]): void {
    const known = new Map(this.rows.value.map(({ key, row }) => [row.target, key]));
    const next = this.keyed(rows).map(({ key, row }) => {
      const old = known.get(row.target);
      known.delete(row.target);
      return { key: old ?? key, row };
    });
    this.step(next);
  }

  undo(): void {
    this.move(this.done, this.undone);
  }

  redo(): void {
    this.move(this.undone, this.done);
  }

  /** The rows as they were sent were saved. What was typed meanwhile stays, and is not saved. */
  markSaved(rows: MappingRow[]): void {
    this.saved.value = rows;
    this.lastStep = null;
  }

  private step(rows: DraftRow[], step: string | null = null): void {
    batch(() => {
      const isContinued = step !== null && step === this.lastStep;
      if (!isContinued) this.done.value = [...this.done.value, this.rows.value].slice(-MOST_STEPS);
      this.undone.value = [];
      this.rows.value = rows;
    });
    this.lastStep = step;
  }

  private move(from: typeof this.done, to: typeof this.done): void {
    const rows = from.value.at(-1);
    if (!rows) return;
    batch(() => {
      from.value = from.value.slice(0, -1);
      to.value = [...to.value, this.rows.value];
      this.rows.value = rows;
    });
    this.lastStep = null;
  }

  private keyed(rows: MappingRow[]): DraftRow[] {
    return rows.map((row) => ({ key: (this.lastKey += 1), row }));
  }
}

/** The rows as the API takes them. */
export const plain = (rows: DraftRow[]): MappingRow[] => rows.map(({ row }) => row);

/** A row without an empty translation: the API keeps none, so a row with one would always differ from the saved one. */
function without({ values, ...row }: MappingRow): MappingRow {
  return values && Object.keys(values).length > 0 ? { ...row, values } : row;
}
