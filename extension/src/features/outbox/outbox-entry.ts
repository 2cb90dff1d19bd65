import type { Sync, SyncInput } from '@integration-queue/shared/sync';
import { storedItem } from '@/platform/storage';
import type { ShownProblem } from '../errors/problem';

/**
 * A send that was accepted here and is not yet known to be with the API. `waiting` has never left; `maybe_sent` was on
 * its way when the answer got lost; `withdrawing` is one of those, cancelled; `refused` needs a person to look at it: the API's word, or
 * `maybe_sent` of ours, where it can no longer be repeated without being done twice.
 */
export interface OutboxEntry {
  /** Also its Idempotency-Key: sent twice, it is done once. */
  id: string;
  /** The member it belongs to (`ownerOf`). */
  owner: string;
  input: SyncInput;
  companyName: string;
  integrationName: string;
  /** The CRM's record it was sent from, where it was sent from one: its page finds it by that while the API is away. */
  crmRecordId?: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** When it first left for the API, in milliseconds since 1970: from then on the API may know its key. */
  leftAt?: number;
  state: 'waiting' | 'maybe_sent' | 'withdrawing' | 'refused';
  problem?: ShownProblem;
}

export const outboxItem = storedItem<OutboxEntry[]>('local', 'outbox@1', []);

/** A send as a page asks for it; the names are what people read while it waits. Asked for twice, it is done once. */
export type SendRequest = Pick<OutboxEntry, 'id' | 'input' | 'companyName' | 'integrationName' | 'crmRecordId'>;

/**
 * What became of a send: with the API, kept until the server answers (`isOnlyThis`: it may well take others meanwhile),
 * refused (still listed in the outbox), or cancelled.
 */
export type SendResult =
  | { state: 'sent'; sync: Sync }
  | { state: 'kept'; id: string; isOnlyThis: boolean }
  | { state: 'refused'; id: string | null; problem: ShownProblem }
  | { state: 'withdrawn' };
