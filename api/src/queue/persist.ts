import { setTimeout as sleep } from 'node:timers/promises';

/** Waits between tries, together shorter than what is left of a row's lease after its call. */
const WAITS_MS = [50, 200, 500, 1_000, 1_500, 1_500];
/** SQLSTATE classes of statements that fail the same way every time: data, constraints, syntax and rights. */
const HOPELESS = /^(22|23|42)/;

/**
 * Runs a statement again that failed for a cause that passes: a lost connection, a Postgres that restarts, a deadlock.
 * Only for statements that change nothing when they were committed although their answer was lost.
 */
export async function persist<T>(statement: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await statement();
    } catch (error) {
      if (HOPELESS.test(sqlState(error))) throw error;
      await sleep(wait);
    }
  }
  return statement();
}

function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
