import type { CrmField } from '@integration-queue/shared/mapping';

/** A field as `fields_get` describes it. */
export interface OdooField {
  name: string;
  label: string;
  type: string;
  required: boolean;
  readonly: boolean;
  store: boolean;
  relation?: string;
  size?: number;
  selection?: [string, string][];
}

export type OdooSchema = Map<string, OdooField>;

/** What we ask `fields_get` for. */
export const ATTRIBUTES = ['string', 'type', 'required', 'readonly', 'selection', 'relation', 'store', 'size'];

const TYPES: Record<string, CrmField['type']> = {
  char: 'string',
  text: 'text',
  html: 'text',
  integer: 'number',
  float: 'number',
  monetary: 'number',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  selection: 'option',
  many2one: 'reference',
  many2one_reference: 'reference',
  many2many: 'options',
};
/** Odoo keeps these as plain text. */
const TEXT_KINDS: Record<string, CrmField['type']> = {
  website: 'url',
  email: 'email',
  email_from: 'email',
  phone: 'phone',
  mobile: 'phone',
};
/** A check of the database demands it, which `fields_get` does not know of. */
const REQUIRED: Record<string, string[]> = { 'res.partner': ['name'] };
/** Kept by Odoo itself, whatever is written. */
const MAGIC = new Set(['id', 'create_uid', 'create_date', 'write_uid', 'write_date', 'display_name', '__last_update']);

export function readSchema(model: string, answer: unknown): OdooSchema {
  const described = answer as Record<
    string,
    Partial<OdooField> & { string?: string; selection?: [unknown, unknown][] }
  >;
  return new Map(
    Object.entries(described).map(([name, field]) => [
      name,
      {
        name,
        label: field.string ?? name,
        type: field.type ?? 'other',
        required: field.required === true || (REQUIRED[model] ?? []).includes(name),
        readonly: field.readonly === true || MAGIC.has(name),
        store: field.store !== false,
        ...(field.relation ? { relation: field.relation } : {}),
        ...(field.size ? { size: field.size } : {}),
        ...(field.selection
          ? { selection: field.selection.map(([value, label]) => [String(value), String(label)]) }
          : {}),
      } satisfies OdooField,
    ]),
  );
}

/** The schema as people see it. `filled` are fields that Odoo itself gives a value. */
export function normalise(schema: OdooSchema, filled: Set<string>): CrmField[] {
  return [...schema.values()].map(({ name, label, type, required, readonly, size, selection }) => ({
    name,
    label,
    type: (type === 'char' ? TEXT_KINDS[name] : undefined) ?? TYPES[type] ?? 'other',
    required: required && !filled.has(name),
    writable: !readonly && type in TYPES,
    ...(size ? { maxLength: size } : {}),
    ...(selection ? { options: selection.map(([value, label]) => ({ value, label })) } : {}),
  }));
}
