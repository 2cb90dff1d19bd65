import type { SyncDay } from '@integration-queue/shared/sync-figures';
import type { DataSource } from 'typeorm';

/** Which days are asked for: from the one `first` is in to the one `last` is in, the last `most` of them at most. */
export interface DaysAsked {
  integrationId: string | undefined;
  /** Null for as many as may be told. */
  first: Date | null;
  last: Date;
  timeZone: string;
  most: number;
}

/**
 * Entries per day of initiation that are processed, or in error, by now. Each day is two counts over a range of the list's
 * own indexes, which never look at the table where it was vacuumed: ids are UUIDv7, so that they carry the time and an
 * index by status and id is one by status and time. Kept counts per day would cost every write of the queue.
 */
export async function readDays(database: DataSource, workspaceId: string, asked: DaysAsked): Promise<SyncDay[]> {
  const { integrationId, first, last, timeZone, most } = asked;
  const parameters: unknown[] = [workspaceId, first, last, timeZone, most];
  if (integrationId !== undefined) parameters.push(integrationId);
  const count = (status: string) => `(
    select count(*)::int from sync s where s.workspace_id = $1 and s.status = '${status}'
      ${integrationId === undefined ? '' : 'and s.integration_id = $6'} and s.id >= d.low and s.id < d.high)`;
  return database.query(
    `with bounds as (
       select (least($3::timestamptz, now() + interval '1 day') at time zone $4)::date as last, ($2::timestamptz at time zone $4)::date as first),
     d as (
       select day, ${lowestId('day')} as low, ${lowestId('day + 1')} as high
       from bounds, generate_series(greatest(coalesce(first, last - $5::int + 1), last - $5::int + 1), last, interval '1 day') as g(at),
         lateral (select g.at::date as day) one)
     select to_char(d.day, 'YYYY-MM-DD') as date, ${count('processed')} as processed, ${count('error')} as error
     from d order by d.day`,
    parameters,
  );
}

/** SQL: the lowest UUIDv7 of a day's midnight; dates before 1970 begin with the first id there is. */
function lowestId(day: string): string {
  return `(lpad(to_hex(greatest(0, extract(epoch from (${day})::timestamp at time zone $4) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid`;
}
