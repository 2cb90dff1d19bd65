import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchHouse } from '../bench-house.ts';
import type { Row } from '../report.ts';

const INTEGRATIONS = 1_000;
const SECONDS = 20;

/**
 * Transactions a second on the database while 1,000 integrations have nothing to do, one API and one worker running.
 * Postgres' own (vacuuming what the parts before have left) are kept out: they count into the same figure.
 */
export async function benchIdle(house: BenchHouse): Promise<Row[]> {
  const { database } = house;
  await database.query(
    `insert into integration (id, workspace_id, provider, name, settings, credentials)
     select gen_random_uuid(), workspace_id, provider, 'Idle ' || n, settings, credentials
     from integration, generate_series(1, $2::int) n where id = $1`,
    [house.integrationId, INTEGRATIONS],
  );
  const read = async () => {
    const { rows } = await database.query<{ n: number }>(
      `select (xact_commit + xact_rollback)::float8 as n from pg_stat_database where datname = current_database()`,
    );
    return rows[0]!.n;
  };
  await setAutovacuum(database, 'off');
  // A backend writes its statistics ten seconds after it fell idle; what came before must be in them.
  await sleep(12_000);
  const before = await read();
  await sleep(SECONDS * 1_000);
  const after = await read();
  await setAutovacuum(database, 'on');
  const perSecond = (after - before - 1) / SECONDS;
  return [
    {
      name: 'idle, 1,000 integrations',
      value: perSecond,
      unit: 'transactions/s',
      budget: '≤ 2 queries/s',
      met: perSecond <= 2,
      peers: {},
    },
  ];
}

async function setAutovacuum(database: BenchHouse['database'], to: 'on' | 'off'): Promise<void> {
  await database.query(`alter system set autovacuum = ${to}`);
  await database.query('select pg_reload_conf()');
}
