import type { CompanyInput } from '@integration-queue/shared/company';
import type { SendField } from '@integration-queue/shared/send-fields';
import type { SyncInput } from '@integration-queue/shared/sync';
import type { SendDraft } from './send-draft';

/** A company as it is sent: without white space around, and without what was left empty. */
export function trimmed(company: CompanyInput): CompanyInput {
  const entries = Object.entries(company).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== '' && value !== undefined)) as CompanyInput;
}

/** What is sent. Only the fields in `shown` count: what another integration offered stays in the draft, and here. */
export function inputOf(draft: SendDraft, shown: SendField[]): SyncInput {
  const { object, integrationId } = draft;
  const about = { integrationId, company: trimmed(draft.company) };
  if (object === 'company') return { ...about, object };
  const values = Object.fromEntries(
    shown.flatMap(({ field, type }) => {
      const text = draft[object][field]?.trim() ?? '';
      if (text === '') return [];
      return [[field, type === 'number' ? Number(text) : text]];
    }),
  );
  return { ...about, object, [object]: values };
}
