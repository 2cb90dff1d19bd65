import type { FieldValue } from '@integration-queue/shared/sync';
import type { Properties } from '../connector.js';
import type { OdooField, OdooSchema } from './schema.js';
import { sameOptions } from '../same-options.js';
import { textOf } from '../text-of.js';

/** One cell of `load`: all values are text, and a relation's column says how it is referred to. */
export interface Cell {
  column: string;
  text: string;
}

const EXTERNAL_ID = /^[a-z][a-z0-9_]*\.[A-Za-z0-9_=-]+$/;

/** How `load` is told a value. Empty text clears. */
export function encode(field: OdooField, value: FieldValue | null): Cell {
  const { name, type } = field;
  if (value === null || value === '') return { column: name, text: '' };
  const text = Array.isArray(value) ? value.join(type === 'many2many' ? ',' : ', ') : String(value);
  switch (type) {
    case 'boolean':
      return { column: name, text: /^(true|1|yes)$/i.test(text) ? '1' : '0' };
    case 'date':
      return { column: name, text: text.slice(0, 10) };
    case 'datetime':
      return { column: name, text: asOdooTime(text) };
    case 'html':
      return { column: name, text: asHtml(text) };
    case 'many2one':
      return { column: `${name}${referredBy(field, text)}`, text: asReference(field, text) };
    default:
      return { column: name, text };
  }
}

/** A value as Odoo's `read` answers it: false is empty, a relation is `[id, name]`. */
export function decode({ type }: OdooField, raw: unknown): FieldValue | null {
  if (type === 'boolean') return raw === true;
  if (raw === false || raw === null || raw === undefined) return null;
  if (type === 'many2one') return Array.isArray(raw) ? String(raw[1]) : textOf(raw);
  if (type === 'html') return asText(textOf(raw)) || null;
  if (type === 'datetime') return `${textOf(raw).replace(' ', 'T')}Z`;
  if (Array.isArray(raw)) return raw.map(String);
  return typeof raw === 'number' ? raw : textOf(raw);
}

/** All of a record's values that are asked for. */
export function decodeAll(schema: OdooSchema, record: Record<string, unknown>, names: Iterable<string>): Properties {
  const properties: Properties = {};
  for (const name of names) {
    const field = schema.get(name);
    if (field) properties[name] = decode(field, record[name]);
  }
  return properties;
}

/**
 * Whether Odoo holds what was sent: a relation may have been sent by id, name or external id, an option by its value or
 * its label. `resolved` tells which record a relation's text was found to mean before.
 */
export function holds(field: OdooField, sent: FieldValue | null, raw: unknown, resolved?: number): boolean {
  const stored = decode(field, raw);
  if (sent === null || sent === '') return stored === null || stored === false;
  if (stored === null) return false;
  const text = Array.isArray(sent) ? sent.join(', ') : String(sent);
  switch (field.type) {
    case 'many2one': {
      const id = Array.isArray(raw) ? Number(raw[0]) : Number(raw);
      return String(id) === text || stored === text || (resolved !== undefined && resolved === id);
    }
    case 'selection':
      return (
        stored === text ||
        field.selection?.find(([value]) => value === stored)?.[1].toLowerCase() === text.toLowerCase()
      );
    case 'boolean':
      return stored === /^(true|1|yes)$/i.test(text);
    case 'datetime':
      return stored === `${asOdooTime(text).replace(' ', 'T')}Z`;
    case 'date':
      return stored === text.slice(0, 10);
    case 'integer':
    case 'float':
    case 'monetary':
    case 'many2one_reference':
      return Number(stored) === Number(text);
    case 'many2many':
      return sameOptions(stored, Array.isArray(sent) ? sent : text.split(','));
    default:
      return String(stored) === text;
  }
}

/** Whether a relation's text can only be understood by Odoo itself: a name or an external id. */
export function isResolvedByOdoo(field: OdooField, value: FieldValue | null): boolean {
  return field.type === 'many2one' && value !== null && value !== '' && !/^\d+$/.test(String(value));
}

function referredBy({ relation }: OdooField, text: string): '' | '/id' | '/.id' {
  if (/^\d+$/.test(text)) return '/.id';
  // A login may have a dot as well.
  if (relation === 'res.users' && !text.startsWith('base.')) return '';
  return EXTERNAL_ID.test(text) || (relation === 'res.country' && /^[A-Z]{2}$/.test(text)) ? '/id' : '';
}

/** Countries are known by their ISO code; Odoo's external ids are those codes, but for Great Britain's. */
function asReference({ relation }: OdooField, text: string): string {
  if (relation !== 'res.country' || !/^[A-Z]{2}$/.test(text)) return text;
  return `base.${text === 'GB' ? 'uk' : text.toLowerCase()}`;
}

/** `2026-01-31T12:00:00.000Z` becomes `2026-01-31 12:00:00`; what is no time goes as it is, for Odoo to refuse. */
function asOdooTime(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

const ENTITIES: [string, string][] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
];

/** Plain text becomes a paragraph. What is HTML already (notes that were read, with a line appended) stays HTML. */
function asHtml(text: string): string {
  if (/^\s*<\w+[\s/>]/.test(text)) return text.replace(/\r?\n/g, '<br>');
  const escaped = ENTITIES.reduce((html, [char, entity]) => html.replaceAll(char, entity), text);
  return `<p>${escaped.replace(/\r?\n/g, '<br>')}</p>`;
}

/** The text in one of our paragraphs, as Odoo's sanitiser leaves it; any other HTML stays as it is. */
function asText(html: string): string {
  // What an editor leaves of text that was deleted.
  if (html.replace(/<[^>]*>|&nbsp;|\s/g, '') === '') return '';
  const inner = /^\s*<p>((?:(?!<\/?p)[\s\S])*)<\/p>\s*$/.exec(html)?.[1] ?? html;
  const lines = inner.replace(/<br\s*\/?>/g, '\n');
  if (/<[a-z/]/i.test(lines)) return html;
  return [...ENTITIES].reverse().reduce((text, [char, entity]) => text.replaceAll(entity, char), lines);
}
