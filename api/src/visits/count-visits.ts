import type { KnownCompany } from '../companies/register.js';
import type { NewVisit } from './visit.js';

/** Most pages a company remembers. */
const MOST_PAGES = 50;

/**
 * Counts visits of one company, in the order of their times: its first and last visit, how many, and which pages. Sets what
 * each visit knows of those before it. A visit told late moves neither the last visit nor the order of pages; its
 * predecessor stands in `earlier`, by its id.
 */
export function countVisits(company: KnownCompany, visits: NewVisit[], earlier: Map<string, Date>): void {
  const { data } = company;
  let first = asTime(data.firstVisitAt);
  let last = asTime(data.lastVisitAt);
  let count = data.visitCount ?? 0;
  let pages = data.pages ?? [];
  let before: Date | null = null;
  for (const visit of visits.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const isLate = last !== null && visit.at < last;
    visit.previousAt = isLate ? latest(before, earlier.get(visit.id) ?? null, notAfter(first, visit.at)) : last;
    visit.number = count += 1;
    if (visit.page !== null) pages = withPage(pages, visit.page, isLate);
    if (first === null || visit.at < first) first = visit.at;
    if (!isLate) last = visit.at;
    before = visit.at;
  }
  company.data = {
    ...data,
    ...(first ? { firstVisitAt: first.toISOString() } : {}),
    ...(last ? { lastVisitAt: last.toISOString() } : {}),
    visitCount: count,
    ...(pages.length > 0 ? { pages } : {}),
  };
}

/** Visits of a company that were told after a later one. */
export function isLate(company: KnownCompany, visit: NewVisit): boolean {
  const last = asTime(company.data.lastVisitAt);
  return last !== null && visit.at < last;
}

function withPage(pages: string[], page: string, isLate: boolean): string[] {
  if (!isLate) return [page, ...pages.filter((other) => other !== page)].slice(0, MOST_PAGES);
  return pages.includes(page) || pages.length >= MOST_PAGES ? pages : [...pages, page];
}

function asTime(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}

function notAfter(time: Date | null, limit: Date): Date | null {
  return time !== null && time <= limit ? time : null;
}

function latest(...times: (Date | null)[]): Date | null {
  return times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}
