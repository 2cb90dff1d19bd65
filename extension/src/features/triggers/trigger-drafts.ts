import type { TriggerInput } from '@integration-queue/shared/trigger';
import { tellOpen } from '../unsaved/unsaved';
import { TriggerDraft } from './trigger-draft';

const drafts = new Map<string, TriggerDraft>();

/**
 * The draft of a trigger, or of the `new` one. What was begun outlives the page it is shown on, so that looking elsewhere
 * loses nothing; what nobody touched begins with `stored` each time.
 */
export function draftOf(id: string, stored: TriggerInput): TriggerDraft {
  const known = drafts.get(id);
  if (known?.isDirty.peek()) return known;
  const draft = new TriggerDraft(stored);
  drafts.set(id, draft);
  tell();
  return draft;
}

/** Forgets the draft of a trigger that is saved. */
export function forgetDraft(id: string): void {
  drafts.delete(id);
  tell();
}

/** Forgets the drafts of triggers that are not there any more: nobody could save them. */
export function keepDraftsOf(ids: string[]): void {
  for (const id of drafts.keys()) if (id !== 'new' && !ids.includes(id)) drafts.delete(id);
  tell();
}

function tell(): void {
  tellOpen(
    'triggers',
    [...drafts.values()].map((draft) => ({ draft })),
  );
}
