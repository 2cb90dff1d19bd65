import type { CrmField, MappingProblem, MappingRow } from './mapping.js';
import { examplesOf, isSourceField } from './source-fields.js';
import { fillPlaceholders, templateFields } from './template.js';
import { VALUE_SHAPES } from './value-shapes.js';
import type { SyncObject } from './vocabulary.js';

/**
 * What in a mapping would fail, each at its CRM field with its fix. `fields` is the CRM's live schema: null where it could
 * not be asked, empty where it has none and takes any field. Then only our own side is checked.
 */
export function checkMapping(object: SyncObject, rows: MappingRow[], fields: CrmField[] | null): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const add: Add = (target, code, message, hint, value) =>
    problems.push({ target, code, message, hint, ...(value === undefined ? {} : { value }) });
  const seen = new Set<string>();
  const byName = new Map((fields ?? []).map((field) => [field.name, field]));
  for (const row of rows) {
    const { target } = row;
    if (seen.has(target)) add(target, 'duplicate_target', `${target} is mapped twice`, 'Keep one of the two rows');
    seen.add(target);
    const unknown = pathsOf(row).filter((path) => !isSourceField(object, path));
    for (const path of unknown)
      add(target, 'unknown_source', `There is no field "${path}" on our side`, 'Choose one of the fields', path);
    if (!fields || fields.length === 0) continue;
    const field = byName.get(target);
    if (!field)
      add(target, 'unknown_field', `The CRM has no field "${target}"`, 'Choose another CRM field, or create it there');
    else if (!field.writable) add(target, 'read_only_field', `${field.label} cannot be written`, 'Remove this row');
    else {
      checkWritten(row, field, add);
      if (unknown.length === 0) checkSource(object, row, field, add);
      checkMode(row, field, add);
    }
  }
  for (const field of fields ?? []) {
    if (field.required && field.writable && !seen.has(field.name)) {
      add(field.name, 'required_field_missing', `${field.label} is required by the CRM`, 'Map a value to it');
    }
  }
  return problems;
}

type FixedValue = Extract<MappingRow['source'], { fixed: unknown }>['fixed'];
type Add = (target: string, code: string, message: string, hint: string, value?: string) => void;

/** The values that stand in the row itself: the fixed one, and those of its translation. */
function checkWritten({ target, source, values }: MappingRow, field: CrmField, add: Add): void {
  const shape = VALUE_SHAPES[field.type];
  // An empty text is not sent.
  const written = [
    ...Object.values(values ?? {}),
    ...('fixed' in source ? fixedValues(source.fixed, field) : []),
  ].filter((value) => value !== '');
  for (const value of written) {
    const text = String(value);
    if (field.options && !field.options.some((option) => option.value === text))
      add(target, 'invalid_option', `${field.label} has no option "${text}"`, 'Choose one of its options', text);
    else if (shape && !shape.fits(value))
      add(target, shape.code, `${field.label} takes ${shape.what}, not "${text}"`, `Enter ${shape.what}`, text);
    else if (field.maxLength !== undefined && [...text].length > field.maxLength)
      add(target, 'value_too_long', `${field.label} takes ${field.maxLength} characters`, 'Shorten the value');
  }
}

/** Of a field of several options, one fixed value may be several of them, with semicolons between. */
function fixedValues(fixed: FixedValue, { type, options }: CrmField): FixedValue[] {
  if (type !== 'options' || options?.some(({ value }) => value === fixed)) return [fixed];
  const several = String(fixed).split(';').map((one) => one.trim()).filter((one) => one !== ''); // prettier-ignore
  return several.length > 0 ? several : [fixed];
}

/**
 * Whether what the source makes can look as the field's values must, in any of the shapes it may have. What a translation
 * makes of it was looked at before.
 */
function checkSource(object: SyncObject, { target, source, values }: MappingRow, field: CrmField, add: Add): void {
  const shape = VALUE_SHAPES[field.type];
  if (!shape || 'fixed' in source || Object.keys(values ?? {}).length > 0) return;
  const made = 'field' in source ? (examplesOf(object, source.field) ?? []) : filled(object, source.template);
  if (!made.some((value) => shape.fits(value)))
    add(
      target,
      shape.code,
      `${field.label} takes ${shape.what}, which ${'field' in source ? `"${source.field}"` : 'the template'} is not`,
      `Choose a field that holds ${shape.what}, or a fixed value`,
    );
}

/** What a template makes of examples, whatever shape its fields have. */
function filled(object: SyncObject, template: string): string[] {
  const examples = templateFields(template).map((path) => examplesOf(object, path) ?? []);
  const variants = Math.max(1, ...examples.map(({ length }) => length));
  return Array.from({ length: variants }, (_, index) =>
    fillPlaceholders(template, (path) => {
      const values = examplesOf(object, path) ?? [];
      return [values[index % values.length] ?? []].flat().join(', ');
    }).trim(),
  );
}

/** Whether there is something a value can be added to: a text, or a choice of several options. */
export function takesMore(type: CrmField['type']): boolean {
  return ['string', 'text', 'other', 'options'].includes(type);
}

function checkMode({ target, mode }: MappingRow, field: CrmField, add: Add): void {
  if (mode === 'append' && !takesMore(field.type))
    add(target, 'type_mismatch', `Nothing can be appended to ${field.label}`, 'Choose "overwrite" or "only if empty"');
}

function pathsOf({ source }: MappingRow): string[] {
  if ('field' in source) return [source.field];
  return 'template' in source ? templateFields(source.template) : [];
}
