import type { CompanyInput } from '@integration-queue/shared/company';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { OutboxEntry } from '../outbox/outbox-entry';

/** What is being prepared: kept over the closing of the popup. */
export interface SendDraft {
  object: SyncObject;
  integrationId: string;
  company: CompanyInput;
  /** What was filled in of a deal and of a task, by our field names, as it was typed. */
  deal: Filled;
  task: Filled;
  /** While it is being sent: the id under which the outbox has it. */
  sendId?: string;
}
export type Filled = Record<string, string>;

/** A deal is called what its company is, until somebody says otherwise. */
export function newDraft(company: CompanyInput, integrationId: string): SendDraft {
  return { object: 'company', integrationId, company, deal: { title: company.name }, task: {} };
}

/**
 * A kept draft as it is to be opened again; null where it was sent meanwhile, which the popup that sent it did not live to
 * hear. One that was refused can be mended.
 */
export function stillToSend(draft: SendDraft | null, outbox: OutboxEntry[]): SendDraft | null {
  if (!draft?.sendId) return draft;
  const { sendId, ...unsent } = draft;
  return outbox.some(({ id, state }) => id === sendId && state === 'refused') ? unsent : null;
}
