import { hash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** Any number no other advisory lock of this database has. */
const NAMESPACE = 4_711_003;
/** Locks of one workspace. Few, since Postgres keeps all locks of all transactions in one table of fixed size. */
const SHARES = 64;

/**
 * Makes others wait who are about to write companies with one of these identities, until the transaction ends. Unique
 * indexes alone would not do: a name has none, and with two of them no order of rows keeps two calls from waiting for
 * each other. An identity shares its lock with others, so a batch takes at most 64 locks.
 */
export async function lockIdentities(
  transaction: EntityManager,
  workspaceId: string,
  identities: string[],
): Promise<void> {
  const workspace = digest(workspaceId).readInt32BE() & ~(SHARES - 1);
  const locks = new Set(identities.map((identity) => workspace | (digest(identity)[0]! % SHARES)));
  await transaction.query('select pg_advisory_xact_lock($1, lock) from unnest($2::int[]) as lock', [
    NAMESPACE,
    [...locks].sort((a, b) => a - b),
  ]);
}

function digest(text: string): Buffer {
  return hash('sha1', text, 'buffer');
}
