import { CrmProblem } from '../errors.js';
import type { OdooDesk } from './connector.js';
import type { OdooSchema } from './schema.js';

type Row = Record<string, unknown> & { id: number };

/**
 * Rows whose tags (fields that lead to several records, of which Odoo tells the ids) are told by name, as `load` takes
 * them. They are asked for each time: a name that was changed since would be refused. Where our user may not see them, the
 * ids stay.
 */
export async function withTagNames(
  { rpc, language }: OdooDesk,
  schema: OdooSchema,
  rows: Row[],
  names: string[],
  signal: AbortSignal,
): Promise<Row[]> {
  const fields = names.flatMap((name) => schema.get(name) ?? []).filter(({ type }) => type === 'many2many');
  for (const relation of new Set(fields.flatMap((field) => field.relation ?? []))) {
    const of = fields.filter((field) => field.relation === relation).map(({ name }) => name);
    const ids = [...new Set(rows.flatMap((row) => of.flatMap((name) => idsIn(row[name]))))];
    if (ids.length === 0) continue;
    const context = { lang: await language(signal), active_test: false };
    const args = { domain: [['id', 'in', ids]], fields: ['display_name'], context };
    const told = await rpc.call(relation, 'search_read', args, signal).catch((error: unknown) => {
      if (error instanceof CrmProblem && error.kind === 'batch_rejected') return [];
      throw error;
    });
    const byId = new Map((told as { id: number; display_name: string }[]).map((tag) => [tag.id, tag.display_name]));
    rows = rows.map((row) => ({
      ...row,
      ...Object.fromEntries(of.map((name) => [name, idsIn(row[name]).map((id) => byId.get(id) ?? id)])),
    }));
  }
  return rows;
}

const idsIn = (value: unknown): number[] => (Array.isArray(value) ? (value as number[]) : []);
