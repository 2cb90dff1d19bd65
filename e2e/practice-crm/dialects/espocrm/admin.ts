import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { field } from '../../fields.ts';
import type { Desk } from '../dialect.ts';
import { ENTITIES, type EspoField } from './fields.ts';
import { refuse } from './refuse.ts';

/** Adds a field, as an administrator: EspoCRM puts a `c` before its name. */
export function addField(desk: Desk, base: string, entity: string, call: Call): Answer {
  const { object } = ENTITIES[entity]!;
  const { name, label, type, maxLength, options } = readJsonObject(call);
  if (typeof name !== 'string' || name === '' || typeof type !== 'string') return refuse(400, 'Bad data.');
  const full = `c${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (desk.customFields.of(base, object).some((one) => one.name === full)) {
    return refuse(409, `Field '${full}' already exists in ${entity}.`, 'fieldAlreadyExists');
  }
  desk.customFields.add(base, object, {
    ...field(full, typeof label === 'string' ? label : name, type === 'multiEnum' ? 'options' : 'string', {
      stores: `espo_${full}`,
      ...(typeof maxLength === 'number' ? { maxLength } : {}),
      ...(Array.isArray(options) ? { options: options.map((value: string) => ({ value, label: value })) } : {}),
    }),
    details: { type },
  });
  return { status: 200, body: { type, maxLength, isCustom: true } };
}

/** The fields of an entity as `GET Metadata?key=entityDefs.….fields` tells them: parts are not named, their field is. */
export function describeFields(fields: EspoField[]): Record<string, unknown> {
  const described: Record<string, Record<string, unknown>> = {};
  for (const { name, readOnly, maxLength, options, details } of fields) {
    const whole = details.field ?? name;
    described[whole] ??= {
      type: details.type,
      ...(details.required ? { required: true } : {}),
      ...(readOnly ? { readOnly: true } : {}),
      ...(maxLength === undefined || details.field ? {} : { maxLength }),
      ...(options ? { options: ['', ...options.map(({ value }) => value)] } : {}),
    };
    if (details.type === 'linkParent' || details.type === 'currency') described[whole]['type'] = details.type;
  }
  return described;
}
