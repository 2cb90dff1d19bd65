import { PRACTICE_FIELDS } from '../dialects/practice/fields.ts';
import type { FieldDefinition } from '../fields.ts';
import type { CrmObject } from '../objects.ts';
import type { Store, StoredRecord } from '../store.ts';
import { html, type Html } from './html.ts';
import { moment, TITLES } from './layout.ts';

/** What a record is called. */
export function nameOf({ id, properties }: StoredRecord): string {
  return String(properties['name'] ?? properties['title'] ?? properties['subject'] ?? `No name (${id})`);
}

/** One value as people read it: links for addresses and references, words for options; null where it is empty. */
export function shown(store: Store, object: CrmObject, record: StoredRecord, name: string): Html | string | null {
  const value = record.properties[name] ?? null;
  if (value === null) return null;
  const definition = PRACTICE_FIELDS[object].find((candidate) => candidate.name === name);
  const text = String(value);
  if (definition?.references) return reference(store, definition, text);
  if (definition?.type === 'option') return definition.options?.find((option) => option.value === value)?.label ?? text;
  if (/^https?:\/\/\S+$/i.test(text)) return html`<a href="${text}" rel="noreferrer">${text}</a>`;
  if (definition?.type === 'email') return html`<a href="mailto:${text}">${text}</a>`;
  if (definition?.type === 'datetime') return moment(text);
  if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: 6 });
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return text;
}

function reference(store: Store, { references }: FieldDefinition, id: string): Html | string {
  const record = references ? store.get(references, id) : null;
  if (!references || !record) return `${id} (deleted)`;
  return html`<a href="${TITLES[references].address}/${id}">${nameOf(record)}</a>`;
}
