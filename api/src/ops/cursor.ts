import { AppProblem } from './app-problem.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where a page of a list ended, for the next one: opaque to callers. */
export function encodeCursor(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** The id behind a cursor. Throws `invalid_cursor`. */
export function decodeCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!UUID.test(id) || encodeCursor(id) !== cursor) {
    throw invalidCursor();
  }
  return id;
}

/** What is said of a cursor that no answer of ours had. */
export function invalidCursor(): AppProblem {
  return new AppProblem('invalid_cursor', 'Use nextCursor of the last answer, or start without a cursor');
}
