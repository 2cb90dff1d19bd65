import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../connector.js';
import type { OdooDesk } from './connector.js';
import type { OdooField, OdooSchema } from './schema.js';
import { decodeAll, holds, isResolvedByOdoo } from './values.js';

type Row = Record<string, unknown>;

/** Compares what Odoo holds with what was sent, which may be spelt otherwise: a record by its name, code or id. */
export class Spelling {
  constructor(
    private readonly desk: OdooDesk,
    private readonly model: string,
  ) {}

  /** Values in the spelling they were sent in, where Odoo holds just those. */
  show(schema: OdooSchema, row: Row, sent: Properties): Properties {
    const shown = decodeAll(schema, row, Object.keys(sent));
    for (const [name, value] of Object.entries(sent)) {
      const field = schema.get(name);
      if (field && this.holds(field, value, row[name])) shown[name] = value;
    }
    return shown;
  }

  /** Whether `raw` is what was sent. */
  holds(field: OdooField, value: FieldValue | null, raw: unknown): boolean {
    return holds(field, value, raw, this.desk.resolved.get(this.nameOf(field, value)));
  }

  /** Odoo just found the record a name or code means: the next time we know it. */
  learn(field: OdooField, value: FieldValue | null, raw: unknown): void {
    if (!isResolvedByOdoo(field, value) || !Array.isArray(raw)) return;
    const { resolved } = this.desk;
    const name = this.nameOf(field, value);
    if (!resolved.has(name)) resolved.set(name, Number(raw[0]));
  }

  private nameOf({ name }: OdooField, value: FieldValue | null): string {
    return `${this.model} ${name} ${String(value)}`;
  }
}
