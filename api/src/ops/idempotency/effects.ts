import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';

/** Called at the end of every transaction of the work under way, in it. Throws where nothing may be changed any more. */
type Mark = (transaction: EntityManager) => Promise<void>;

const working = new AsyncLocalStorage<{ mark: Mark | null }>();

/**
 * Does work whose every transaction is marked. What the work leaves running behind it (a timer, a connection) inherits its
 * context, and is marked no more.
 */
export async function marking<T>(mark: Mark, work: () => Promise<T>): Promise<T> {
  const context: { mark: Mark | null } = { mark };
  try {
    return await working.run(context, work);
  } finally {
    context.mark = null;
  }
}

type Work<T> = (transaction: EntityManager) => Promise<T>;

/** A data source whose transactions within `marking` are marked; the others are as they were. */
export function withMarks(database: DataSource): DataSource {
  const begin = database.transaction.bind(database) as (...parameters: unknown[]) => Promise<unknown>;
  const transaction = (...parameters: unknown[]) => {
    const mark = working.getStore()?.mark;
    if (!mark) return begin(...parameters);
    const work = parameters.at(-1) as Work<unknown>;
    return begin(...parameters.slice(0, -1), async (manager: EntityManager) => {
      const done = await work(manager);
      await mark(manager);
      return done;
    });
  };
  return Object.assign(database, { transaction });
}
