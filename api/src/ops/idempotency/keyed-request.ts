import { createHmac } from 'node:crypto';
import { readSecretKeys } from '../vault.js';
import { AppProblem } from '../app-problem.js';
import { canonical } from '../canonical.js';

/** An answer that is kept, to be given again. */
export interface KeptAnswer<T> {
  status: number;
  answer: T;
}

/** A request that carries an `Idempotency-Key`. */
export interface KeyedRequest {
  key: string;
  /** Method and address. */
  route: string;
  body: unknown;
}

const LONGEST_KEY = 255;
/** Seconds after which it makes sense to ask for what is still being worked on. */
const COME_AGAIN_S = 2;

/** Throws `invalid_request`. */
export function checkKey(key: string): void {
  if (key.length === 0 || key.length > LONGEST_KEY)
    throw new AppProblem('invalid_request', `Idempotency-Key must have 1 to ${LONGEST_KEY} characters`);
}

/**
 * What two requests have in common that are the same. Keyed with the secret keys: a body may hold a password, which could
 * otherwise be guessed from a copy of the database.
 */
export class RequestHashes {
  private readonly keys: Buffer[];

  constructor(secretKeys: string) {
    this.keys = [...readSecretKeys(secretKeys).values()];
  }

  /** The first is kept; a request that came before the secret keys were rotated has another of them. */
  of({ route, body }: Omit<KeyedRequest, 'key'>): [Buffer, ...Buffer[]] {
    const text = canonical(['idempotency', route, body]);
    return this.keys.map((key) => createHmac('sha256', key).update(text).digest()) as [Buffer, ...Buffer[]];
  }
}

export const inProgress = () =>
  new AppProblem(
    'request_in_progress',
    'The same request is still being worked on; ask again in a moment',
    undefined,
    COME_AGAIN_S,
  );

export const reused = () =>
  new AppProblem('idempotency_key_reused', 'This Idempotency-Key was used with another body; take a new one');

export const answerLost = () =>
  new AppProblem(
    'answer_lost',
    'This request was carried out, or a part of it, but the server stopped before its answer was kept; look at what is there, and send what is missing with a new Idempotency-Key',
  );
