import { ApiError } from '@integration-queue/shared';
import type { ProblemItem } from '@integration-queue/shared/problem';

/**
 * Why something asked of the background was not done. `code` is a problem code of the API, or one of ours: `offline` (the
 * server was not reached), `signed_out`.
 */
export interface ShownProblem {
  code: string;
  message: string;
  errors?: ProblemItem[];
}

/** What the background answers a page: errors do not travel as exceptions, because classes get lost on the way. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: ShownProblem };

/** The server was not reached, or a proxy in front of it answered in its place. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** There is no session, or it can no longer be renewed. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** Whether an error says nothing about the request itself: the same one may succeed as it is later. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof ApiError)) return !(error instanceof SignedOutError);
  return error.code === 'not_ready' || (error.code === 'unexpected_answer' && error.status >= 500);
}

/** What a page is told about an error. */
export function toProblem(error: unknown): ShownProblem {
  if (error instanceof SignedOutError) return { code: 'signed_out', message: '' };
  if (isUnreachable(error)) return { code: 'offline', message: '' };
  const { problem } = error as ApiError;
  return { code: problem.code, message: problem.detail || problem.title, errors: problem.errors };
}

/** Runs `work` and turns what it throws into an answer. */
export async function answerOf<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, problem: toProblem(error) };
  }
}
