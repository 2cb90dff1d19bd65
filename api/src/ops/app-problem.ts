import { PROBLEMS, type Problem, type ProblemCode, type ProblemItem } from '@integration-queue/shared/problem';

/** An answer the caller caused or can act on. Thrown anywhere, written by the problem filter. */
export class AppProblem extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    /** What happened and what to do, for a person. */
    readonly detail: string = PROBLEMS[code][1],
    readonly errors?: ProblemItem[],
    /** Seconds until it makes sense to come again. */
    readonly retryAfter?: number,
  ) {
    super(detail);
    this.name = 'AppProblem';
    this.status = PROBLEMS[code][0];
  }

  body(requestId: string): Problem {
    const { code, status, detail, errors } = this;
    return {
      type: `/docs#problem-${code}`,
      title: PROBLEMS[code][1],
      status,
      code,
      detail,
      requestId,
      ...(errors ? { errors } : {}),
    };
  }
}

/** What is not there, or belongs to somebody else: both look the same from outside. */
export function notFound(what: string): AppProblem {
  return new AppProblem('not_found', `There is no such ${what}`);
}
