import type { DataSource } from 'typeorm';

/** Until a probe that said nothing is made again. */
const NEXT_PROBE_MS = 30_000;

/** The integration is probed again only after `ms` milliseconds. */
export async function postponeProbe(database: DataSource, integrationId: string, ms = NEXT_PROBE_MS): Promise<void> {
  await database.query(`update integration set probe_at = now() + $2::float8 * interval '1 ms' where id = $1`, [
    integrationId,
    ms,
  ]);
}
