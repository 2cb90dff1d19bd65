import { signal } from '@preact/signals';
import type { StatusCounts } from '@integration-queue/shared/sync';
import { api } from '../session/remote-api';
import { BulkWork } from '../syncs/bulk-work';

/** How far sending the entries of an issue again is. */
export interface Progress {
  total: number;
  done: number;
  isFinished: boolean;
}

const retries = new Map<string, BulkWork>();

/** What sends the entries of an issue again; the same one as long as the page is open. */
export function retryOf(issueId: string): BulkWork {
  const known = retries.get(issueId);
  if (known) return known;
  const made = new BulkWork('retry', (slice, how) => api.retrySyncs({ ...slice, ...how }));
  retries.set(issueId, made);
  return made;
}

/** How sending an issue's entries again went. */
export interface Retry {
  sent: number;
  /** Entries that were refused, or that it did not come to, because it was cancelled or broke off. */
  left: number;
}

/** The last retry of each issue since the page was opened. */
export const retried = signal<ReadonlyMap<string, Retry>>(new Map());

/** How many of the `count` entries an issue has now were sent again and failed once more. */
export const failedAgain = ({ left }: Retry, count: number): number => Math.max(0, count - left);

/**
 * Told from the counts of the integration: what was sent again is done as far as nothing waits any more. Entries of other
 * causes wait in the same line, so it never says more than is true.
 */
export function progressOf(total: number, counts: StatusCounts): Progress {
  const open = Math.min(total, counts.pending + counts.processing);
  return { total, done: total - open, isFinished: open === 0 };
}
