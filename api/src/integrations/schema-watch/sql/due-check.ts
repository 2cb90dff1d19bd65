import type { DataSource, EntityManager } from 'typeorm';

type Database = DataSource | EntityManager;

/** Any number no other program takes in this database: of many processes that ask for work, one gets some. */
const TURN_LOCK = 4_711_002;
/** A check that is silent for so long has died with its process. */
const LONGEST_CHECK = '5 minutes';
/** An answer that casts doubt on the schema brings the next check forward, but checks are at least so far apart. */
const CLOSEST = { refused: '5 minutes', doubted: '1 hour' };
/** While something is wrong, so that a warning goes soon after it was mended in the CRM. */
const WHILE_WRONG = '1 hour';

/**
 * Takes the integration whose schema is to be compared next, or null: nothing is due, or a check is under way somewhere.
 * What is paused is left alone until it goes on.
 */
export async function takeDueCheck(database: Database): Promise<{ id: string; workspaceId: string } | null> {
  const [rows] = await database.query<[{ id: string; workspaceId: string }[], number]>(
    `with turn as materialized (select pg_try_advisory_xact_lock($1) as mine),
     next as (
       select c.integration_id, i.workspace_id from schema_check c join integration i on i.id = c.integration_id
       where (select mine from turn) and not exists (select from schema_check r where r.running_until > now())
         and c.due_at <= now() and i.deleted_at is null and i.status <> 'paused'
       order by c.due_at limit 1)
     update schema_check c set running_until = now() + interval '${LONGEST_CHECK}', due_at = now() + interval '${LONGEST_CHECK}'
     from next where c.integration_id = next.integration_id
     returning c.integration_id as id, next.workspace_id as "workspaceId"`,
    [TURN_LOCK],
  );
  return rows[0] ?? null;
}

/** The CRM told its schema: next comes a night's turn, or an hour's where something is wrong. */
export async function endCheck(database: Database, integrationId: string): Promise<void> {
  await database.query(
    `update schema_check set running_until = null, attempted_at = now(), checked_at = now(), failures = 0,
       failure_code = null, failure_message = null, failing_since = null,
       due_at = case when problems = '[]' then next_night() else now() + interval '${WHILE_WRONG}' end
     where integration_id = $1`,
    [integrationId],
  );
}

/** The CRM did not tell its schema. It is asked again after an hour, then after twice as long each time, up to a night. */
export async function failCheck(
  database: Database,
  integrationId: string,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await database.query(
    `update schema_check set running_until = null, attempted_at = now(), failures = failures + 1,
       failure_code = $2, failure_message = $3, failing_since = coalesce(failing_since, now()),
       due_at = least(next_night(), now() + power(2, least(failures, 5)) * interval '1 hour')
     where integration_id = $1`,
    [integrationId, code, message],
  );
}

/**
 * The CRM answered as if its schema had changed: it is looked at soon, however often that is said. `refused`: it said so;
 * `doubted`: it did not keep what it was sent.
 */
export async function expectChangedSchema(
  database: Database,
  integrationId: string,
  why: keyof typeof CLOSEST,
): Promise<void> {
  await database.query(
    `update schema_check set due_at = greatest(now(), coalesce(attempted_at + $2::interval, now()))
     where integration_id = $1 and due_at > greatest(now(), coalesce(attempted_at + $2::interval, now()))`,
    [integrationId, CLOSEST[why]],
  );
}
