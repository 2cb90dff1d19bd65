import type { Answer } from '../../call.ts';
import type { Refusal } from '../../refusal.ts';
import type { EspoField } from './fields.ts';

/** An error as EspoCRM says it: in a header, and for people's screens in the body. */
export function refuse(
  status: number,
  reason: string | null,
  label?: string,
  data: Record<string, string> | null = null,
): Answer {
  return {
    status,
    ...(reason === null ? {} : { headers: { 'x-status-reason': reason.replace(/[^\t\x20-\x7e]/g, ' ') } }),
    ...(label === undefined ? { text: '' } : { body: { messageTranslation: { label, scope: null, data } } }),
  };
}

const TYPES: Partial<Record<Refusal['code'], string>> = {
  required_field: 'required',
  too_long: 'maxLength',
  invalid_option: 'valid',
  invalid_type: 'valid',
};

/** A value a validator does not take. */
export function refuseValue(entity: string, fields: EspoField[], refusal: Refusal): Answer {
  const definition = fields.find(({ name }) => name === refusal.field);
  if (definition?.references && refusal.code === 'invalid_option') {
    return refuseLink(entity, definition.details.field ?? refusal.field, 'Account');
  }
  const type = TYPES[refusal.code];
  if (type === undefined) return refuse(403, refusal.message, 'refusedByRule');
  return refuseInvalid(entity, definition?.details.field ?? refusal.field, type);
}

/** What one of EspoCRM's validators says. */
export function refuseInvalid(entity: string, field: string, type: string): Answer {
  const reason = `Field validation failure; entityType: ${entity}, field: ${field}, type: ${type}.`;
  return refuse(400, reason, 'validationFailure', { field, type });
}

/** A link to a record that is not there. */
export function refuseLink(entity: string, link: string, foreignEntityType: string): Answer {
  const reason = `Can't relate with non-existing record. entity type: ${entity}, link: ${link}.`;
  return refuse(403, reason, 'cannotRelateNonExisting', { foreignEntityType });
}
