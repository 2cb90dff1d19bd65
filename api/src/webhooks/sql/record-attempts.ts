import type { DataSource } from 'typeorm';
import type { Posted } from '../delivering/post.js';
import type { HeldEndpoint } from './take-endpoints.js';

/** What came of one message. `waitMs` until its next attempt; null where it was taken or is given up. */
export interface Attempt {
  id: string;
  posted: Posted;
  waitMs: number | null;
}

/** What the attempts say of the endpoint. `waitMs`: it is left alone for so long. */
export type Verdict =
  { isAnswering: true } | { isAnswering: false; waitMs: number; isGone: boolean; daysUntilDisabled: number };

/** Writes down what came of a round, and what it means for the endpoint; the latter only for who holds it still. */
export async function recordAttempts(
  database: DataSource,
  { id, token }: HeldEndpoint,
  attempts: Attempt[],
  verdict: Verdict,
): Promise<void> {
  const rows = attempts.map(({ id, waitMs, posted }) => ({
    id,
    status: posted.ok ? 'delivered' : waitMs === null ? 'failed' : 'pending',
    wait_ms: waitMs ?? 0,
    duration_ms: posted.durationMs,
    http_status: posted.httpStatus,
    error: posted.error,
    answer: posted.answer,
  }));
  await database.transaction(async (transaction) => {
    await transaction.query(
      `update webhook_delivery d set status = r.status, attempts = d.attempts + 1,
         next_at = now() + r.wait_ms * interval '1 ms', delivered_at = case when r.status = 'delivered' then now() end,
         last_at = now(), last_duration_ms = r.duration_ms, last_http_status = r.http_status, last_error = r.error,
         last_answer = r.answer
       from json_to_recordset($1::json) as r(
         id uuid, status text, wait_ms float8, duration_ms int, http_status int, error text, answer text)
       where d.id = r.id and d.status = 'pending'`,
      [JSON.stringify(rows)],
    );
    if (verdict.isAnswering) await markAnswering(transaction, id, token);
    else await markFailing(transaction, id, token, verdict);
  });
}

type Transaction = Parameters<Parameters<DataSource['transaction']>[1]>[0];

async function markAnswering(transaction: Transaction, id: string, token: string): Promise<void> {
  await transaction.query(
    `update webhook set failures = 0, failing_since = null, next_at = now(), last_delivered_at = now()
     where id = $1 and lease_token = $2`,
    [id, token],
  );
}

async function markFailing(
  transaction: Transaction,
  id: string,
  token: string,
  { waitMs, isGone, daysUntilDisabled }: Verdict & { isAnswering: false },
): Promise<void> {
  await transaction.query(
    `with o as (
       select $4 or coalesce(failing_since <= now() - $5 * interval '1 day', false) as over from webhook where id = $1)
     update webhook w set failures = failures + 1, failing_since = coalesce(failing_since, now()),
       next_at = now() + $3::float8 * interval '1 ms', enabled = enabled and not o.over,
       disabled_at = case when o.over then now() else disabled_at end,
       disabled_reason = case when o.over then case when $4 then 'gone' else 'failing' end else disabled_reason end
     from o where w.id = $1 and w.lease_token = $2`,
    [id, token, waitMs, isGone, daysUntilDisabled],
  );
}
