import type { VisitInput } from '@integration-queue/shared/visit';
import type { ProblemItem } from '@integration-queue/shared/problem';
import { v7 as uuidv7 } from 'uuid';

/** A visit about to be stored. */
export interface NewVisit {
  id: string;
  companyId: string;
  visitId: string | null;
  at: Date;
  page: string | null;
  url: string | null;
  /** Which of the company's visits it is, in the order they came in. 0 until it is counted. */
  number: number;
  /** The visit before it in time, as far as it is known. */
  previousAt: Date | null;
}

/** Clocks of senders differ by seconds; a visit further ahead comes from a clock that is wrong. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Older ones come from a clock that was never set, or in another unit. */
const OLDEST_YEARS = 10;

/** What is wrong with a visit's time by our clock; null where nothing is. */
export function clockProblem(at: string, now = Date.now()): ProblemItem | null {
  const time = Date.parse(at);
  if (time > now + MOST_AHEAD_MS)
    return { path: 'at', message: `lies ahead of our clock (${new Date(now).toISOString()}); set the sender's clock` };
  const oldest = new Date(now);
  oldest.setUTCFullYear(oldest.getUTCFullYear() - OLDEST_YEARS);
  if (time < oldest.getTime())
    return { path: 'at', message: `lies more than ${OLDEST_YEARS} years back; is it in another unit?` };
  return null;
}

/** A visit as somebody told it, of a company that is known. */
export function asNewVisit({ at, page, url, visitId }: VisitInput, companyId: string): NewVisit {
  return {
    id: uuidv7(),
    companyId,
    visitId: visitId ?? null,
    at: new Date(at),
    page: page ?? (url === undefined ? null : pathOf(url)),
    url: url ?? null,
    number: 0,
    previousAt: null,
  };
}

/** Without query and fragment: they differ with every campaign and session. */
function pathOf(url: string): string | null {
  return URL.parse(url)?.pathname.slice(0, 2000) ?? null;
}
