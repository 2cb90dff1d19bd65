import pg from 'pg';
import type { DataSource } from 'typeorm';
import { until } from '../until.js';

/**
 * Ends every connection to a database, which takes no new one until the answered function is called. That first waits for
 * one of its own to be refused, and with it whoever tried before.
 */
export async function loseDatabase({ options }: DataSource): Promise<() => Promise<void>> {
  const { url } = options as { url: string };
  const name = new URL(url).pathname.slice(1);
  const elsewhere = new URL(url);
  elsewhere.pathname = '/postgres';
  const admin = new pg.Client(elsewhere.href);
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  await until(async () => {
    const { rowCount } = await admin.query('select from pg_stat_activity where datname = $1', [name]);
    return rowCount === 0;
  });
  return async () => {
    const late = new pg.Client(url);
    const isRefused = await late.connect().then(
      () => false,
      () => true,
    );
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
    if (!isRefused) throw new Error('The database was there');
  };
}
