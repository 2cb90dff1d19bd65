import type { Company } from '@integration-queue/shared/company';

/** What a trigger looks at: a company as it is now, and the visit where that is what happened. */
export interface Occasion {
  /** Of the visit or the change; no other occasion has it. */
  id: string;
  company: Company;
  visit: {
    at: Date;
    page: string | null;
    /** Which of the company's visits it was, counting from 1. */
    number: number;
    /** The visit before it in time, as far as it is known. */
    previousAt: Date | null;
  } | null;
}

const DAY_MS = 86_400_000;

/** The value of a condition's field; undefined where there is none. The count of visits is that of this very visit. */
export function readField({ company, visit }: Occasion, field: string): unknown {
  if (visit) {
    if (field === 'visit.page') return visit.page ?? undefined;
    if (field === 'visit.first') return visit.number === 1;
    if (field === 'visitCount') return visit.number;
    if (field === 'visit.daysAway')
      return visit.previousAt === null
        ? undefined
        : Math.floor((visit.at.getTime() - visit.previousAt.getTime()) / DAY_MS);
  }
  const [from, name] = field.startsWith('custom.')
    ? [company.custom ?? {}, field.slice('custom.'.length)]
    : [company, field];
  return Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined;
}
