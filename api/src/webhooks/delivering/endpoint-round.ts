import type { DataSource } from 'typeorm';
import { signedHeaders } from '../signing.js';
import type { SigningSecrets } from '../signing-secrets.js';
import { type DueDelivery, dueDeliveries } from '../sql/due-deliveries.js';
import { type Attempt, recordAttempts, type Verdict } from '../sql/record-attempts.js';
import type { HeldEndpoint } from '../sql/take-endpoints.js';
import { DAYS_UNTIL_DISABLED, endpointWait, messageWait } from './patience.js';
import type { Posted, Poster } from './post.js';

/** Messages to one endpoint that are in the air together. */
const AT_ONCE = 10;
const GONE = 410;

export interface RoundParts {
  database: DataSource;
  secrets: SigningSecrets;
  poster: Poster;
  /** Calls in the air are given up. */
  stopping: AbortSignal;
}

/**
 * Sends one round to an endpoint: up to ten messages about different subjects. One that fails is tried later by itself; an
 * endpoint that took none of a round is left alone for a while, and then tried with a single message. While it takes none, no
 * message is given up. Answers whether to go on with it.
 */
export async function sendRound(endpoint: HeldEndpoint, parts: RoundParts): Promise<boolean> {
  const due = await dueDeliveries(parts.database, endpoint, endpoint.failures > 0 ? 1 : AT_ONCE);
  if (due === null || due.length === 0) return false;
  const secrets = parts.secrets.open(endpoint);
  const answers = await Promise.all(due.map((delivery) => post(endpoint, delivery, secrets, parts)));
  // Stopped in the middle: nobody knows what arrived, so it goes out again, under the same id.
  if (parts.stopping.aborted && answers.some((posted) => !posted.ok)) {
    const taken = due.flatMap(({ id }, n) => (answers[n]!.ok ? { id, posted: answers[n]!, waitMs: null } : []));
    if (taken.length > 0) await recordAttempts(parts.database, endpoint, taken, { isAnswering: true });
    return false;
  }
  const verdict = judge(endpoint, answers);
  const takesOthers = verdict.isAnswering || (endpoint.failures === 0 && !verdict.isGone);
  const attempts = due.map(({ id, attempts }, n): Attempt => {
    const posted = answers[n]!;
    return { id, posted, waitMs: posted.ok ? null : messageWait(attempts + 1, takesOthers) };
  });
  await recordAttempts(parts.database, endpoint, attempts, verdict);
  endpoint.failures = verdict.isAnswering ? 0 : endpoint.failures + 1;
  return verdict.isAnswering;
}

async function post(
  { url }: HeldEndpoint,
  { id, type, occurredAt, data }: DueDelivery,
  secrets: string[],
  { poster, stopping }: RoundParts,
): Promise<Posted> {
  const body = JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
  return poster.post(url, signedHeaders({ id, body }, secrets, new Date()), body, stopping);
}

function judge({ failures }: HeldEndpoint, answers: Posted[]): Verdict {
  const isGone = answers.some(({ httpStatus }) => httpStatus === GONE);
  if (!isGone && answers.some(({ ok }) => ok)) return { isAnswering: true };
  const asked = Math.max(...answers.map(({ retryAfterMs }) => retryAfterMs ?? 0));
  return {
    isAnswering: false,
    waitMs: endpointWait(failures + 1, asked),
    isGone,
    daysUntilDisabled: DAYS_UNTIL_DISABLED,
  };
}
