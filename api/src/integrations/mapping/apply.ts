import type { MappingRow, MappingSource } from '@integration-queue/shared/mapping';
import type { FieldValue } from '@integration-queue/shared/sync';
import { fillPlaceholders } from '@integration-queue/shared/template';
import type { Properties } from '../../crm/connector.js';
import { append } from './append.js';
import { chosenOptions, type OptionField } from './chosen-options.js';

/** What a mapping reads from: the record's own fields, with its company under `company` for deals and tasks. */
export type SourceRecord = Record<string, unknown>;

/** One mapped value on its way to the CRM. `value` is what is sent; undefined where the write mode keeps what is there. */
export interface MappedField {
  target: string;
  source: string;
  rule: string;
  /** Set where the row's `values` gave another value than the source had. */
  translated?: true;
  /** The value the mapping made, before the write mode met the CRM's. */
  made: FieldValue;
  value: FieldValue | undefined;
}

/**
 * Applies a mapping to a record: one line for each row whose source has a value. `before` is the record as the CRM has
 * it, needed by the write modes `if_empty` and `append`; absent for a record that is created. `options` are the fields known
 * to take several options.
 */
export function applyMapping(
  rows: MappingRow[],
  record: SourceRecord,
  before: Properties | undefined,
  options?: ReadonlyMap<string, OptionField>,
): MappedField[] {
  return rows.flatMap((row) => {
    const raw = readSource(row.source, record);
    if (raw === undefined || raw === null || raw === '') return [];
    const made = translate(raw, row.values);
    return [
      {
        target: row.target,
        source: describeSource(row.source),
        rule: row.mode,
        ...(String(made) !== String(raw) && { translated: true as const }),
        made,
        value: meet(row, made, before?.[row.target], options?.get(row.target)),
      },
    ];
  });
}

/** Whether a mapping has to know the CRM's values before it can write. */
export function needsBefore(rows: MappingRow[]): boolean {
  return rows.some((row) => row.mode !== 'overwrite');
}

/** How people read a source: `name`, `"fixed"`, or the template itself. */
export function describeSource(source: MappingSource): string {
  if ('field' in source) return source.field;
  if ('fixed' in source) return JSON.stringify(source.fixed);
  return source.template;
}

function meet(
  row: MappingRow,
  made: FieldValue,
  there: FieldValue | null | undefined,
  options: OptionField | undefined,
): FieldValue | undefined {
  // Several options may be one fixed value, with semicolons between them.
  const ours = options && 'fixed' in row.source && String(made).includes(';') ? chosenOptions(made, options) : made;
  const empty = there === undefined || there === null || there === '' || (Array.isArray(there) && there.length === 0);
  if (row.mode === 'if_empty') return empty ? ours : undefined;
  if (row.mode !== 'append' || (empty && !options)) return ours;
  return append(empty ? [] : there, ours, options);
}

function translate(value: FieldValue, values: MappingRow['values']): FieldValue {
  if (!values) return value;
  const theirs = (ours: string) => (Object.hasOwn(values, ours) ? values[ours] : undefined);
  if (Array.isArray(value)) return value.map((item) => theirs(item) ?? item);
  return theirs(String(value)) ?? value;
}

function readSource(source: MappingSource, record: SourceRecord): FieldValue | undefined {
  if ('field' in source) return asValue(readPath(record, source.field));
  if ('fixed' in source) return source.fixed;
  return fillTemplate(source.template, record);
}

/**
 * Fills a template such as `{{name}} ({{domain}})`. A line whose values are all missing is left out; thus a template none of
 * whose values is there makes nothing.
 */
export function fillTemplate(template: string, record: SourceRecord): string {
  const lines = template.split('\n').map((line) => {
    let [asked, there] = [0, 0];
    const filled = fillPlaceholders(line, (path) => {
      const value = asValue(readPath(record, path));
      const text = value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);
      asked += 1;
      if (text !== '') there += 1;
      return text;
    });
    return asked > 0 && there === 0 ? null : filled;
  });
  return lines
    .filter((line) => line !== null)
    .join('\n')
    .trim();
}

/** `company.custom.deal.size` reads the custom field `deal.size`: what stands behind `custom.` is one name, whatever it has. */
function readPath(record: SourceRecord, path: string): unknown {
  const [, before, name] = /^((?:company\.)?custom)\.(.+)$/.exec(path) ?? [];
  const names = before === undefined || name === undefined ? path.split('.') : [...before.split('.'), name];
  return names.reduce<unknown>((value, one) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, one)) return undefined;
    return (value as SourceRecord)[one];
  }, record);
}

function asValue(value: unknown): FieldValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String) : undefined;
}
