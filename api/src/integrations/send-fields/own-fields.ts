import type { DealInput } from '@integration-queue/shared/deal';
import type { CrmField, CrmOption, MappingRow } from '@integration-queue/shared/mapping';
import type { ProblemItem } from '@integration-queue/shared/problem';
import type { SendField } from '@integration-queue/shared/send-fields';
import { OWN_FIELDS } from '@integration-queue/shared/source-fields';
import type { TaskInput } from '@integration-queue/shared/task';

/** Objects a person fills in; a company comes from its record. */
export type FilledObject = 'deal' | 'task';

/** A field of a deal or task itself on its way to a CRM field; what is read from its company is none. */
interface OwnField {
  field: string;
  target: CrmField;
  values: MappingRow['values'];
}

/** Which fields of a deal or task a mapping takes to fields the CRM has and lets us write. */
export function ownFields(object: FilledObject, rows: MappingRow[], schema: CrmField[]): OwnField[] {
  const byName = new Map(schema.map((field) => [field.name, field]));
  return rows.flatMap(({ source, target: name, values }) => {
    const target = byName.get(name);
    if (!('field' in source) || !target?.writable) return [];
    return OWN_FIELDS[object].includes(source.field) ? [{ field: source.field, target, values }] : [];
  });
}

/** The fields as people fill them in: each once, even where a mapping takes it to several CRM fields. */
export function asSendFields(fields: OwnField[]): SendField[] {
  const first = new Map<string, OwnField>();
  for (const one of fields) if (!first.has(one.field) || optionsOf(one.target)) first.set(one.field, one);
  return [...first.values()].map(({ field, target }) => ({
    field,
    label: target.label,
    type: target.type,
    required: target.required,
    options: optionsOf(target),
  }));
}

/** The values of a deal or task that the CRM does not offer, by our names; `path` is `deal.stage`. */
export function findNotOffered(object: FilledObject, record: DealInput | TaskInput, fields: OwnField[]): ProblemItem[] {
  const given = record as Record<string, unknown>;
  const chosen = new Map<string, { target: CrmField; option: CrmOption }>();
  const problems: ProblemItem[] = [];
  for (const { field, target, values } of fields) {
    const raw = given[field] as string | number | null | undefined;
    const options = optionsOf(target);
    if (raw === undefined || raw === null || raw === '' || !options) continue;
    const text = String(raw);
    const option = findOption(options, values?.[text] ?? text);
    if (option) chosen.set(field, { target, option });
    else
      problems.push({
        path: `${object}.${field}`,
        message: `${target.label} of the CRM does not offer "${text}"${offer(options)}`,
      });
  }
  // When all are chosen, in whatever order the mapping has them.
  const pipeline = chosen.get('pipeline')?.option.value;
  for (const [field, { target, option }] of chosen) {
    if (pipeline !== undefined && option.of !== undefined && option.of !== pipeline)
      problems.push({
        path: `${object}.${field}`,
        message: `${target.label} "${option.label}" is of another pipeline`,
      });
  }
  return problems;
}

/** A list without members says that the CRM did not tell them, as it does where a right is missing. */
function optionsOf({ options }: CrmField): CrmOption[] | null {
  return options && options.length > 0 ? options : null;
}

/** CRMs take an option by value or by what people call it. */
function findOption(options: CrmOption[], text: string): CrmOption | undefined {
  const wanted = text.trim().toLowerCase();
  return (
    options.find(({ value }) => value === text) ??
    options.find(({ value, label }) => value.toLowerCase() === wanted || label.toLowerCase() === wanted)
  );
}

const MOST_NAMED = 10;

function offer(options: CrmOption[]): string {
  if (options.length > MOST_NAMED) return '';
  return `; it offers ${options.map(({ value, label }) => (value === label ? value : `${value} (${label})`)).join(', ')}`;
}
