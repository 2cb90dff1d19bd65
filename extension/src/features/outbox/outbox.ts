import { ApiError } from '@integration-queue/shared';
import { withLock } from '@/platform/locks';
import { within } from '@/platform/within';
import { isUnreachable, SignedOutError, toProblem, type ShownProblem } from '../errors/problem';
import { tellRefused } from '../notifications/notify';
import { accountItem, ownerOf } from '../session/account';
import { withApi } from '../session/with-api';
import { outboxItem, type OutboxEntry, type SendRequest, type SendResult } from './outbox-entry';

/** Answers that say nothing about the send itself: the same one may be taken later. */
const TRY_AGAIN = new Set(['rate_limited', 'request_in_progress', 'internal']);
/** Those of them that another send need not get. */
const ONLY_THIS = new Set(['request_in_progress', 'internal']);
/** The API knows a key for 24 hours; after that a repeated send is done a second time. An hour is for slow clocks and answers. */
const REPEATABLE_MS = 23 * 3_600_000;
const MAYBE_SENT: ShownProblem = { code: 'maybe_sent', message: '' };

/** A server that takes longer than this is as good as away to whoever waits for it. */
const ANSWER_MS = 3_000;

/**
 * Takes a send over: it is stored first, so that neither a worker that dies nor a server that is away loses it, and then
 * delivered. Resolves with what is known soon; a delivery that takes longer goes on, and is told of where it is refused.
 */
export async function send(request: SendRequest): Promise<SendResult> {
  const account = await accountItem.get();
  if (!account) return { state: 'refused', id: null, problem: toProblem(new SignedOutError()) };
  const entry: OutboxEntry = {
    ...request,
    owner: ownerOf(account),
    createdAt: Date.now(),
    state: 'waiting',
  };
  await outboxItem.change((entries) => (entries.some(({ id }) => id === entry.id) ? entries : [...entries, entry]));
  const delivered = deliver(entry.id);
  const soon = await within(delivered, ANSWER_MS);
  if (soon) return soon;
  void delivered.then((late) => (late.state === 'refused' ? tellRefused([entry]) : undefined)).catch(() => undefined);
  return { state: 'kept', id: entry.id, isOnlyThis: false };
}

/**
 * Delivers what waits of the signed-in member, oldest first, until the server is found to be away; one that fails by
 * itself holds back no other. Answers those that were refused, of which nobody has been told yet.
 */
export async function flushOutbox(): Promise<OutboxEntry[]> {
  const account = await accountItem.get();
  const refused: OutboxEntry[] = [];
  if (!account) return refused;
  for (const entry of await outboxItem.get()) {
    if (entry.owner !== ownerOf(account) || entry.state === 'refused') continue;
    const result = await deliver(entry.id);
    if (result.state === 'refused') refused.push(entry);
    if (result.state === 'kept' && !result.isOnlyThis) break;
  }
  return refused;
}

/**
 * Takes a send back. What never left is gone at once (`withdrawn: true`); what may have arrived is taken back from the
 * API as soon as that answers.
 */
export async function cancelSend(id: string): Promise<{ withdrawn: boolean }> {
  const entries = await outboxItem.change((before) =>
    before
      .filter((entry) => entry.id !== id || entry.state === 'maybe_sent' || entry.state === 'withdrawing')
      .map((entry) => (entry.id === id ? { ...entry, state: 'withdrawing' } : entry)),
  );
  return { withdrawn: !entries.some((entry) => entry.id === id) };
}

/**
 * Sends anew what may have been sent, because a person wants it so, whether they looked or not. Under a key of its own: the
 * server may have forgotten the old one. Asked for twice, it is done once.
 */
export async function sendAgain(id: string): Promise<SendResult> {
  const newId = crypto.randomUUID();
  await change(id, (entry) => {
    if (entry.state !== 'refused' || entry.problem?.code !== MAYBE_SENT.code) return entry;
    const { problem: _, leftAt: __, ...kept } = entry;
    return { ...kept, id: newId, createdAt: Date.now(), state: 'waiting' };
  });
  return deliver(newId);
}

function deliver(id: string): Promise<SendResult> {
  return withLock(`outbox ${id}`, async () => {
    const known = await find(id);
    if (known?.state === 'refused') return { state: 'refused', id, problem: known.problem ?? MAYBE_SENT };
    if (known && isPastRepeating(known)) return refuse(id, MAYBE_SENT);
    try {
      return await withApi(async (api, account) => {
        // Somebody else may have signed in since this was asked for.
        if (known && known.owner !== ownerOf(account)) return { state: 'kept', id, isOnlyThis: false };
        // Knock first: only what goes to a server that answers has to count as maybe sent, and the rest can be cancelled.
        if ((await find(id))?.state === 'waiting') await api.me();
        const entry = await markLeaving(id);
        if (!entry) return { state: 'withdrawn' };
        const sync = await api.createSync(entry.input, id);
        const isCancelled = (await find(id))?.state === 'withdrawing';
        if (isCancelled) await api.deleteSync(sync.id);
        await drop(id);
        return isCancelled ? { state: 'withdrawn' } : { state: 'sent', sync };
      });
    } catch (error) {
      return refusedOrKept(id, error);
    }
  });
}

async function refusedOrKept(id: string, error: unknown): Promise<SendResult> {
  if (!(error instanceof ApiError) || isUnreachable(error)) return { state: 'kept', id, isOnlyThis: false };
  // A session that ended is no answer to the send either; it goes out after the next sign-in.
  if (error.status === 401) return { state: 'kept', id, isOnlyThis: false };
  if (TRY_AGAIN.has(error.code)) return { state: 'kept', id, isOnlyThis: ONLY_THIS.has(error.code) };
  return refuse(id, toProblem(error));
}

async function refuse(id: string, problem: ShownProblem): Promise<SendResult> {
  await change(id, (entry) => ({ ...entry, state: 'refused', problem }));
  return { state: 'refused', id, problem };
}

async function markLeaving(id: string): Promise<OutboxEntry | undefined> {
  const entries = await change(id, (entry) =>
    entry.state === 'waiting' ? { ...entry, state: 'maybe_sent', leftAt: Date.now() } : entry,
  );
  return entries.find((entry) => entry.id === id);
}

const isPastRepeating = ({ state, leftAt, createdAt }: OutboxEntry) =>
  state !== 'waiting' && Date.now() - (leftAt ?? createdAt) > REPEATABLE_MS;
const find = async (id: string) => (await outboxItem.get()).find((entry) => entry.id === id);
const drop = (id: string) => outboxItem.change((entries) => entries.filter((entry) => entry.id !== id));
const change = (id: string, update: (entry: OutboxEntry) => OutboxEntry) =>
  outboxItem.change((entries) => entries.map((entry) => (entry.id === id ? update(entry) : entry)));
