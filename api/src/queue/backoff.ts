/** First wait of a row after a transient failure, and the longest. */
const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** A row that failed this often although the CRM works otherwise goes to error. */
export const MOST_ATTEMPTS = 10;
/** A row that failed this often is sent alone: it may be the one that fails the others' calls. */
export const ATTEMPTS_TO_ISOLATE = 5;

/**
 * Milliseconds to wait after `failures` failures: doubling, with the upper half left to chance so that many do not come
 * back at the same moment.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
  return ceiling / 2 + (random() * ceiling) / 2;
}
