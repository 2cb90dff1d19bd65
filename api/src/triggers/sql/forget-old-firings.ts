import type { DataSource } from 'typeorm';

/**
 * Forgets firings that nothing asks for any more, `limit` of each kind at most, and answers how many it were: all of deleted
 * triggers, and of the others those of days that are over which a later one for the same company stands for. The latest is
 * kept for ever: a trigger may be changed to fire once, and then does not fire again for whom it fired before.
 *
 * A later one is looked at while it is two to four days old, by when whatever it stands for is of a day that is over; so
 * this must be called at least every two days, and never reads the years before.
 */
export async function forgetOldFirings(database: DataSource, limit: number): Promise<number> {
  const ofDeleted = await remove(
    database,
    `select f.ctid from trigger t join trigger_firing f on f.trigger_id = t.id where t.deleted_at is not null`,
    limit,
  );
  const stoodFor = await remove(
    database,
    `select f.ctid from trigger t
     join trigger_firing later on later.trigger_id = t.id
       and later.fired_at between now() - interval '4 days' and now() - interval '2 days'
     join trigger_firing f on f.trigger_id = later.trigger_id and f.company_id = later.company_id
       and (f.fired_at, f.id) < (later.fired_at, later.id)
     where t.deleted_at is null`,
    limit,
  );
  return ofDeleted + stoodFor;
}

async function remove(database: DataSource, selection: string, limit: number): Promise<number> {
  const [, count] = await database.query<[unknown, number]>(
    `delete from trigger_firing where ctid = any(array(select distinct ctid from (${selection}) old limit $1))`,
    [limit],
  );
  return count;
}
