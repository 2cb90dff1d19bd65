import type { CrmField } from '@integration-queue/shared/mapping';
import type { MappedField } from '../integrations/mapping/apply.js';
import { hasShape } from '../integrations/mapping/check-values.js';

/**
 * Whether the cause of an issue can be told from an entry's values and the CRM's schema alone, so that finding nothing
 * wrong with them means that it is gone. A rule of the CRM's own, a match or a limit shows only when something is sent.
 */
export function isVisible(
  { code, field: name }: { code: string; field: string | null },
  mapped: MappedField[],
  fields: CrmField[],
): boolean {
  const isSent = mapped.some(({ target, value }) => target === name && value !== undefined);
  const field = fields.find((one) => one.name === name);
  switch (code) {
    case 'unknown_field':
    case 'read_only_field':
      return true;
    case 'required_field_missing':
      return isSent || field?.required === true;
    case 'invalid_value':
      return name !== null && (!isSent || (field !== undefined && hasShape(field.type)));
    case 'invalid_option':
      return name !== null && (!isSent || field?.options !== undefined);
    case 'value_too_long':
      return name !== null && (!isSent || field?.maxLength !== undefined);
    case 'refused_by_crm':
      // A field it named that is no longer sent cannot be refused again.
      return name !== null && !isSent;
    default:
      return false;
  }
}
