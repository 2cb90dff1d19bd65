import type { SyncFilter } from '@integration-queue/shared';

/** Times that end now, by the days they have; a saved view with one of them moves on with the calendar. */
export const PERIODS = { today: 1, week: 7, month: 30 } as const;
export type Period = keyof typeof PERIODS;

type Range = Pick<SyncFilter, 'from' | 'to'>;

/** The range of a period: from midnight where the reader lives, open at its end. */
export function rangeOf(period: Period, now: Date): Range {
  return { from: midnight(now, 1 - PERIODS[period]).toISOString(), to: undefined };
}

/** The period a range is today, or null where it is none of them. */
export function periodOf({ from, to }: Range, now: Date): Period | null {
  if (!from || to) return null;
  return (Object.keys(PERIODS) as Period[]).find((period) => rangeOf(period, now).from === from) ?? null;
}

/** The range of whole days, each like `2026-01-31` or empty for no bound. */
export function rangeOfDays(first: string, last: string): Range {
  const end = last ? midnight(new Date(`${last}T00:00`), 1) : null;
  return {
    from: first ? new Date(`${first}T00:00`).toISOString() : undefined,
    to: end ? new Date(end.getTime() - 1).toISOString() : undefined,
  };
}

/** The day a time is in where the reader lives, as a date field writes it; empty for none. */
export function dayOf(time: string | undefined): string {
  if (!time) return '';
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Midnight of the day so many days after that of a time; days of 23 and 25 hours count as one. */
function midnight(at: Date, days: number): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);
}
