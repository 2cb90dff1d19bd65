import type { SyncDay } from '@integration-queue/shared/sync-figures';

/** A day's bar, in shares of the chart's height: the failed part stands on the processed one. */
export interface DayBar {
  day: SyncDay;
  processed: number;
  error: number;
}

/** The least that is seen: one failed entry among thousands must not look like none. */
const LEAST = 0.03;

/** Bars of days, the busiest as high as the chart. */
export function barsOf(days: SyncDay[]): DayBar[] {
  const most = Math.max(1, ...days.map(({ processed, error }) => processed + error));
  const share = (count: number) => (count === 0 ? 0 : Math.max(LEAST, count / most));
  return days.map((day) => {
    const error = share(day.error);
    return { day, error, processed: Math.min(share(day.processed), 1 - error) };
  });
}
