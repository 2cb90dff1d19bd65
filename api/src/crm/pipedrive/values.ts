import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../connector.js';
import { sameOptions } from '../same-options.js';
import { textOf } from '../text-of.js';
import type { PipedriveField, PipedriveSchema } from './schema.js';

/** A body as Pipedrive wants it: custom fields by their codes in a part of their own. */
export interface Body {
  [name: string]: unknown;
  custom_fields?: Record<string, unknown>;
}

/** Our values in Pipedrive's types; what does not fit goes as it is, for Pipedrive to refuse. `currency` of bare amounts. */
export function encodeAll(schema: PipedriveSchema, properties: Properties, currency: string): Body {
  const body: Body = {};
  for (const [name, value] of Object.entries(properties)) {
    const field = schema.get(name);
    const encoded = field ? encode(field, value, currency) : value;
    if (field?.isCustom) (body.custom_fields ??= {})[field.code] = encoded;
    else body[name] = encoded;
  }
  return body;
}

function encode(field: PipedriveField, value: FieldValue | null, currency: string): unknown {
  if (value === null || value === '') return null;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  switch (field.pipedriveType) {
    case 'int':
    case 'double':
    case 'org':
    case 'deal':
    case 'people':
      return Number.isNaN(Number(text)) ? value : Number(text);
    case 'enum':
    case 'stage':
    case 'user':
      return numbered(optionId(field, text));
    case 'status':
    case 'varchar_options':
      return optionId(field, text);
    case 'set':
      return (Array.isArray(value) ? value : text.split(/\s*,\s*/)).map((one) => numbered(optionId(field, one)));
    case 'monetary':
      return asMoney(text, currency);
    case 'boolean':
      return typeof value === 'boolean' ? value : /^(true|1|yes)$/i.test(text);
    case 'date':
      return text.slice(0, 10);
    case 'address':
      return { value: text.replace(/\s*\n\s*/g, ', ') };
    default:
      return text;
  }
}

/** A record's values by our names; `sent` is shown in its own spelling where Pipedrive holds just that. */
export function decodeAll(
  schema: PipedriveSchema,
  record: Record<string, unknown>,
  names: Iterable<string>,
  sent: Properties = {},
): Properties {
  const custom = (record['custom_fields'] ?? {}) as Record<string, unknown>;
  const properties: Properties = {};
  for (const name of names) {
    const field = schema.get(name);
    const raw = field?.isCustom ? custom[field.code] : record[name];
    const value = decode(field, raw);
    const wanted = sent[name];
    properties[name] = field && wanted !== undefined && holds(field, wanted, raw) ? wanted : value;
  }
  return properties;
}

function decode(field: PipedriveField | undefined, raw: unknown): FieldValue | null {
  if (raw === null || raw === undefined) return null;
  if (Array.isArray(raw)) return raw.map((one) => optionLabel(field, String(one)));
  if (typeof raw === 'object') {
    const { value, currency } = raw as { value?: unknown; currency?: string };
    if (typeof value === 'number') return currency ? `${value} ${currency}` : value;
    return typeof value === 'string' ? value : null;
  }
  if (field && field.options.length > 0) return optionLabel(field, textOf(raw));
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? raw : null;
}

function holds(field: PipedriveField, sent: FieldValue | null, raw: unknown): boolean {
  if (raw === null || raw === undefined) return sent === null || sent === '';
  const wanted = encode(field, sent, '');
  if (field.pipedriveType === 'monetary')
    return (raw as { value?: unknown }).value === (wanted as { value?: unknown })?.value;
  if (field.pipedriveType === 'address') {
    return (raw as { value?: unknown }).value === (wanted as { value?: unknown } | null)?.value;
  }
  if (Array.isArray(raw) && Array.isArray(wanted)) return sameOptions(raw.map(String), wanted.map(String));
  return JSON.stringify(raw) === JSON.stringify(wanted) || textOf(raw) === textOf(wanted);
}

/** People write an option's label; Pipedrive wants its id. */
function optionId({ options }: PipedriveField, text: string): string {
  const wanted = text.trim().toLowerCase();
  return (
    options.find(({ id }) => id === text) ??
    options.find(({ label }) => label.toLowerCase() === wanted) ?? { id: text }
  ).id;
}

/** The id where the label would be taken for another option when it is sent back. */
function optionLabel(field: PipedriveField | undefined, id: string): string {
  const label = field?.options.find((option) => option.id === id)?.label ?? id;
  return field && optionId(field, label) !== id ? id : label;
}

const numbered = (id: string): number | string => (/^\d+$/.test(id) ? Number(id) : id);

/** `1000` or `1000 EUR`. */
function asMoney(text: string, currency: string): unknown {
  const [, amount, code] = /^\s*(-?[\d.]+)\s*([A-Z]{3})?\s*$/.exec(text) ?? [];
  return amount === undefined ? text : { value: Number(amount), currency: code ?? currency };
}
