import { type AlertKind, type AlertLanguage, MOST_ALERT_EMAILS } from '@integration-queue/shared/alert-choices';
import type { DataSource, EntityManager } from 'typeorm';
import { MESSAGE_PATIENCE_MS } from '../sending/mailer.js';
import type { News } from './find-news.js';
import { NEXT_SLOT } from './next-slot.js';

/** Longer than telling all of an alert's addresses may take, one after the other: else another process tells them too. */
const LEASE_SECONDS = 60 + (MOST_ALERT_EMAILS * MESSAGE_PATIENCE_MS) / 1_000;
/** Between two messages of one alert. */
const GAP_SECONDS = 120;

/** An alert as far as sending needs it; `target` is sealed. */
export interface StoredAlert {
  id: string;
  workspaceId: string;
  kind: AlertKind;
  target: string;
  language: AlertLanguage;
  failures: number;
}

const COLUMNS = 'id, workspace_id as "workspaceId", kind, target, language, failures';

/** One alert of a workspace; undefined where there is none. */
export async function readStoredAlert(
  database: DataSource,
  workspaceId: string,
  id: string,
): Promise<StoredAlert | undefined> {
  const rows = await database.query<StoredAlert[]>(`select ${COLUMNS} from alert where workspace_id = $1 and id = $2`, [
    workspaceId,
    id,
  ]);
  return rows[0];
}

/** Takes an alert whose turn it is, so that no other process tells the same; null where one does already. */
export async function holdAlert(database: DataSource, id: string, token: string): Promise<StoredAlert | null> {
  const [rows] = await database.query<[StoredAlert[], number]>(
    `update alert set lease_token = $2, lease_until = now() + interval '${LEASE_SECONDS} seconds'
     where id = $1 and enabled and next_at <= now() and (lease_until is null or lease_until < now())
     returning ${COLUMNS}`,
    [id, token],
  );
  return rows[0] ?? null;
}

/**
 * Writes down what was told, and how things are that need no message. Only what was told is quiet for a while. `told` empty:
 * no message went out; else the next one has to wait.
 */
export async function recordTold(
  database: DataSource,
  { id, token, news, told }: { id: string; token: string; news: News[]; told: News[] },
): Promise<void> {
  const sent = told.length > 0;
  await database.transaction(async (transaction) => {
    await transaction.query(
      `insert into alert_told (alert_id, subject_id, level, told_at)
       select $1, n.subject, n.level, case when n.told then now() else '-infinity' end
       from unnest($2::uuid[], $3::text[], $4::boolean[]) n(subject, level, told)
       on conflict (alert_id, subject_id) do update
         set level = excluded.level, told_at = greatest(alert_told.told_at, excluded.told_at)`,
      [
        id,
        news.map(({ subjectId }) => subjectId),
        news.map(({ level }) => level),
        news.map((one) => told.includes(one)),
      ],
    );
    await release(
      transaction,
      id,
      token,
      `next_at = greatest(${NEXT_SLOT}, case when $3 then now() + interval '${GAP_SECONDS} seconds' end),
       last_sent_at = case when $3 then now() else last_sent_at end, failures = 0, failing_since = null, last_error = null`,
      [sent],
    );
  });
}

/** The message did not go out; it is tried again after `waitMs`. */
export async function recordFailure(
  database: DataSource,
  { id, token, error, waitMs }: { id: string; token: string; error: string; waitMs: number },
): Promise<void> {
  await release(
    database,
    id,
    token,
    `failures = failures + 1, failing_since = coalesce(failing_since, now()), last_error = $3,
     next_at = now() + $4::float8 * interval '1 ms'`,
    [error.slice(0, 1_000), waitMs],
  );
}

/** Alerts that gather and had nothing to tell have their turn again in their next hour or day. */
export async function skipSlots(database: DataSource): Promise<void> {
  await database.query(
    `update alert set next_at = ${NEXT_SLOT}
     where pace <> 'at_once' and failures = 0 and next_at <= now() and (lease_until is null or lease_until < now())`,
  );
}

async function release(
  database: DataSource | EntityManager,
  id: string,
  token: string,
  assignments: string,
  parameters: unknown[],
): Promise<void> {
  await database.query(
    `update alert set lease_token = null, lease_until = null, ${assignments} where id = $1 and lease_token = $2`,
    [id, token, ...parameters],
  );
}
