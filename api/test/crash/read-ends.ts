import pg from 'pg';
import type { SyncEnd } from './count.ts';

/** How every sync of the database ended, in the order in which they were processed. */
export async function readEnds(databaseUrl: string): Promise<SyncEnd[]> {
  const database = new pg.Client(databaseUrl);
  await database.connect();
  try {
    const { rows } = await database.query<SyncEnd>(
      `select id, record_key as key, coalesce(source -> object ->> 'title', source -> object ->> 'name') as mark,
         case when status in ('processed', 'deleted', 'error') then status else 'unfinished' end as ended
       from sync order by processed_at, id`,
    );
    return rows;
  } finally {
    await database.end();
  }
}
