import type { SourceRecord } from '../integrations/mapping/apply.js';
import type { ClaimedSync } from './sql/claim.js';

/** What the mapping reads from: a company, or a deal or task with its company under `company`. */
export function sourceRecord({ object, source, companyCrmId, crmId }: ClaimedSync): SourceRecord {
  if (object === 'company') return { ...source.company, crmId: crmId ?? undefined };
  return { ...source[object], company: { ...source.company, crmId: companyCrmId ?? undefined } };
}
