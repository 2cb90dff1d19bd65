import type { CrmField, MappingProblem } from '@integration-queue/shared/mapping';
import type { FieldValue } from '@integration-queue/shared/sync';
import { VALUE_SHAPES, type ValueShape } from '@integration-queue/shared/value-shapes';
import type { Properties } from '../../crm/connector.js';
import type { MappedField } from './apply.js';
import { chosenOptions } from './chosen-options.js';

/** How a value of this type must look, as far as CRMs insist: many keep any text where they show an address. */
function shapeOf(type: CrmField['type']): ValueShape | undefined {
  return type === 'url' ? undefined : VALUE_SHAPES[type];
}

/** Whether it shows in the schema how a value of this type must look. */
export function hasShape(type: CrmField['type']): boolean {
  return shapeOf(type) !== undefined;
}

/**
 * What the CRM would say to these values, as far as its live schema tells: unknown or read-only fields, wrong types and
 * options, too long texts, missing required ones. Nothing is sent. A schema without fields is that of a CRM that takes any.
 * `before` is the record as the CRM has it, whose values stay where none is written; absent for one that is created.
 */
export function checkValues(mapped: MappedField[], fields: CrmField[], before?: Properties): MappingProblem[] {
  if (fields.length === 0) return [];
  const byName = new Map(fields.map((field) => [field.name, field]));
  const problems = mapped.flatMap(({ target, rule, made, value }) => {
    if (value === undefined || value === null) return [];
    const field = byName.get(target);
    // Options that are there already may be such as nobody can choose anew.
    const isAdded = rule === 'append' && field?.type === 'options';
    const problem = checkValue(target, isAdded ? chosenOptions(made, field) : value, field);
    return problem ? [problem] : [];
  });
  const given = new Set(mapped.filter(({ value }) => value !== undefined).map(({ target }) => target));
  for (const { name, label, required, writable } of fields) {
    if (required && writable && !given.has(name) && isEmpty(before?.[name])) {
      problems.push({
        target: name,
        code: 'required_field_missing',
        message: `${label} is required by the CRM and has no value`,
        hint: 'Fill in the value, or map another field',
      });
    }
  }
  return problems;
}

function isEmpty(value: FieldValue | null | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function checkValue(target: string, value: FieldValue, field: CrmField | undefined): MappingProblem | null {
  const problem = (code: string, message: string, hint: string, said?: string): MappingProblem => ({
    target,
    code,
    message,
    hint,
    ...(said === undefined ? {} : { value: said }),
  });
  if (!field)
    return problem(
      'unknown_field',
      `The CRM has no field "${target}"`,
      'Choose another CRM field in the field mapping',
    );
  if (!field.writable)
    return problem('read_only_field', `${field.label} cannot be written`, 'Remove this row from the field mapping');
  const values = (Array.isArray(value) ? value : [value]).map(String);
  const unknown =
    field.options &&
    values.find((item) => !field.options!.some((option) => option.value === item || option.label === item));
  if (unknown !== undefined)
    return problem(
      'invalid_option',
      `${field.label} does not accept "${unknown}"`,
      'Translate the value in the field mapping, or add the option in the CRM',
      unknown,
    );
  const shape = shapeOf(field.type);
  if (shape && !shape.fits(value))
    return problem(
      'invalid_value',
      `${field.label} takes ${shape.what}, not "${values.join(', ')}"`,
      'Correct the value, or map another field',
      values.join(', '),
    );
  if (field.maxLength !== undefined && values.join(', ').length > field.maxLength) {
    return problem(
      'value_too_long',
      `${field.label} takes ${field.maxLength} characters, not ${values.join(', ').length}`,
      'Shorten the value',
    );
  }
  return null;
}
