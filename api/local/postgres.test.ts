import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { freePort } from './ports.ts';
import { ensureDatabase, startPostgres } from './postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
// Postgres may have to run as another user than root.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true }));

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('its data survive a stop, a kill and a lock file whose number belongs to somebody else by now', async () => {
  const port = await freePort();
  const options = { dataDir: join(folder, 'data'), port, password: 'secret', log: join(folder, 'log') };
  const first = await startPostgres(options);
  const url = await ensureDatabase(first.url, 'kept');
  await query(url, 'create table company (name text)');
  await query(url, `insert into company values ('Äpfel & Söhne')`);
  await first.stop();

  const second = await startPostgres(options);
  await query(url, `insert into company values ('Birnen')`);
  process.kill(second.pid, 'SIGKILL');
  await second.ended;
  const lock = join(second.dataDir, 'postmaster.pid');
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.pid)));

  const third = await startPostgres(options);
  expect(await query(url, `select name from company where name ilike '%äpfel%'`)).toEqual([{ name: 'Äpfel & Söhne' }]);
  expect(await query(url, 'select count(*)::int as companies from company')).toEqual([{ companies: 2 }]);
  expect(await query(url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  await third.stop();
});

test('a lost password is told in words', async () => {
  const port = await freePort();
  const options = { dataDir: join(folder, 'locked'), port, password: 'secret', log: join(folder, 'log') };
  await (await startPostgres(options)).stop();
  await expect(startPostgres({ ...options, password: 'another' })).rejects.toThrow('secrets.json');
});
