import type { CrmRecord } from './connector.js';
import type { CrmProblemDetails, NamedRecord } from './errors.js';
import { textOf } from './text-of.js';

/** A person does not choose between more than this; there the CRM needs cleaning up. */
export const MOST_CANDIDATES = 25;

/** Several records have the company's domain: which one it is, is for a person to say. */
export function ambiguousMatch(records: NamedRecord[]): CrmProblemDetails {
  return {
    code: 'ambiguous_match',
    message: `The CRM has ${records.length} records with this domain`,
    hint: 'Choose one, or create a new one; or merge them in the CRM, then retry',
    crmMessage: records.map(({ id, name }) => `${name} (${id})`).join(', '),
    candidates: records.slice(0, MOST_CANDIDATES),
  };
}

/** What people know a company by in the CRM. Vendors call it `name` or `Name`; one without a name has its id. */
export function nameRecord({ id, properties }: Pick<CrmRecord, 'id' | 'properties'>): NamedRecord {
  return { id, name: textOf(properties['name'] ?? properties['Name'] ?? '') || id };
}
