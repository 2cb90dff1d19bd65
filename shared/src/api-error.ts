import type { Problem } from './problem.js';

/** An error answer of the API: `problem` says what happened; `status` is the HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
  }
}
