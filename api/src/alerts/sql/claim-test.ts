import type { DataSource } from 'typeorm';

/** Seconds between two tests of one alert: whoever its messages go to may not have asked for them. */
const GAP_SECONDS = 30;

/** Takes the next test of an alert; null where it may go out now, else the seconds until one may. */
export async function claimTest(database: DataSource, id: string): Promise<number | null> {
  const [, count] = await database.query<[unknown, number]>(
    `update alert set last_test_at = now()
     where id = $1 and (last_test_at is null or last_test_at <= now() - interval '${GAP_SECONDS} seconds')`,
    [id],
  );
  if (count > 0) return null;
  const [row] = await database.query<{ wait: number }[]>(
    `select ceil(extract(epoch from last_test_at - now()) + ${GAP_SECONDS})::int as wait from alert where id = $1`,
    [id],
  );
  return Math.max(1, row?.wait ?? GAP_SECONDS);
}
