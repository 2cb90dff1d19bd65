import type { Issue } from '@integration-queue/shared/issue';
import { storedItem } from '@/platform/storage';

/** Issues that still have entries in error, as last read: what the overview paints before the API has answered. */
export interface SavedIssues {
  owner: string;
  issues: Issue[];
}

export const savedIssuesItem = storedItem<SavedIssues | null>('local', 'issues@1', null);
