/** Codes that only say that the CRM said no: there its own words tell more. */
const UNSPECIFIC: ReadonlySet<string> = new Set(['refused_by_crm', 'unexpected_answer', 'gave_up']);

export const isUnspecific = (code: string): boolean => UNSPECIFIC.has(code);
