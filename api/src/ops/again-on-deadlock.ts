import { isDeadlock } from './postgres-errors.js';

/** More than two in a row would need as many others that take the same rows in other orders. */
const ROUNDS = 5;

/**
 * Does a whole transaction again where Postgres ended it since it and another waited for each other. `work` begins anew each
 * time: it must not build on what it had done outside of the transaction.
 */
export async function againOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || round === ROUNDS) throw error;
    }
  }
}
