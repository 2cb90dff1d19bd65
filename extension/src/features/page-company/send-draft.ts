import type { CompanyInput } from '@integration-queue/shared/company';
import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** What is being prepared: kept over the closing of the popup. */
export interface SendDraft {
  object: SyncObject;
  integrationId: string;
  company: CompanyInput;
  /** What was filled in of a deal and of a task, by our field names, as it was typed. */
  deal: Filled;
  task: Filled;
}
export type Filled = Record<string, string>;

/** A deal is called what its company is, until somebody says otherwise. */
export function newDraft(company: CompanyInput, integrationId: string): SendDraft {
  return { object: 'company', integrationId, company, deal: { title: company.name }, task: {} };
}
