import { KEY_FIELD } from '../../fields.ts';
import type { StoredRecord } from '../../store.ts';
import { COUNTRIES } from './countries.ts';
import type { OdooField } from './models.ts';
import type { Desk } from '../dialect.ts';
import { STAGES } from './stages.ts';
import { tagIds } from './tags.ts';

const TYPES = { string: 'char', text: 'char', number: 'float', reference: 'many2one_reference' } as const;

/** What Odoo calls the type of a field. */
export function typeOf({ type, relation, html }: OdooField): string {
  if (type === 'options') return 'many2many';
  if (relation) return 'many2one';
  if (html) return 'html';
  if (type === 'option') return 'selection';
  return type in TYPES
    ? TYPES[type as keyof typeof TYPES]
    : type === 'date' || type === 'datetime' || type === 'boolean'
      ? type
      : 'char';
}

/** Odoo keeps rich text as HTML; the store keeps what people read. */
export function textOfHtml(html: string): string {
  return html
    .replace(/^<p>([\s\S]*)<\/p>$/, '$1')
    .replace(/<br\s*\/?>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped.replaceAll('\n', '<br>')}</p>`;
}

/** A record's value as `read` answers it: nothing is `false`, a relation is `[id, name]`. */
export function show({ store }: Desk, field: OdooField, record: StoredRecord): unknown {
  if (field.stores === KEY_FIELD) return Number(record.id);
  if (field.name === 'create_date') return record.createdAt.slice(0, 19).replace('T', ' ');
  const value = record.properties[field.stores] ?? null;
  if (field.type === 'options') return value === null ? [] : tagIds(String(value));
  if (value === null) return field.type === 'number' && !field.relation ? 0 : false;
  if (field.relation === 'res.partner') {
    return [Number(value), String(store.get('companies', String(value))?.properties['name'] ?? '')];
  }
  if (field.relation === 'res.country') {
    const index = COUNTRIES.findIndex(({ code }) => code === value);
    return index < 0 ? false : [index + 1, COUNTRIES[index]!.name];
  }
  if (field.relation === 'crm.stage') {
    const stage = STAGES.find(({ en_US }) => en_US === value);
    return stage ? [stage.id, stage.en_US] : false;
  }
  if (field.relation) return [1 + (String(value).length % 7), String(value)];
  if (field.html) return htmlOfText(String(value));
  if (field.type === 'reference') return Number(value);
  if (field.type === 'datetime') return String(value).slice(0, 19).replace('T', ' ');
  return value;
}
