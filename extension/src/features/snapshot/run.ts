import type { StatusCounts } from '@integration-queue/shared/sync';

/** How far a stretch of work is: `done` since it began, `open` still pending or processing. */
export interface Run {
  done: number;
  open: number;
}

/**
 * Follows the work from one count to the next. What leaves the open ones counts as done, what is added makes the run
 * longer, and an empty queue ends it. The counts alone cannot tell, because they never say what was there at the start.
 */
export function advanceRun(before: Run | undefined, counts: StatusCounts): Run {
  const open = counts.pending + counts.processing;
  if (!before || open === 0) return { done: 0, open };
  return { done: before.done + Math.max(0, before.open - open), open };
}
