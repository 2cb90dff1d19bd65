import type { SyncSummary } from '@integration-queue/shared/sync';
import { storedItem } from '@/platform/storage';

/** A send of the member that failed. */
export interface FailedSend {
  /** The entry's. */
  id: string;
  attempts: number;
  companyName: string;
}

/** Failures that follow each other within a minute, told as one. */
export interface Burst {
  count: number;
  /** The entry that failed first. */
  id: string;
  /** When the last one was seen, in milliseconds since 1970. */
  lastAt: number;
}

/** What has been told or needs no telling: stored before it is told, so that a worker that dies repeats nothing. */
export interface Told {
  /** Whose it is (`ownerOf`). */
  owner: string;
  /** Per integration id, whether it needed attention; null before the first look. */
  attention: Record<string, boolean> | null;
  /** Failed entries and their attempts; null before the first look. */
  failed: Record<string, number> | null;
  /** Entries before this id were beyond the first look, so nothing is known of when they failed. */
  knownFrom: string;
  /** The counts at the last look: with the same ones there is nothing to look for. */
  counts: string;
  burst: Burst | null;
}

export const toldItem = storedItem<Told | null>('local', 'told@1', null);

const BURST_MS = 60_000;

/** What is told of a member of whom nothing is known yet. */
export const toldOf = (before: Told | null, owner: string): Told =>
  before?.owner === owner ? before : { owner, attention: null, failed: null, knownFrom: '', counts: '', burst: null };

type Health = Pick<SyncSummary['integrations'][number], 'integrationId' | 'name' | 'status'>;

/** Which integrations need attention since the last look, and which work again. A paused one is as it was. */
export function withHealth(told: Told, integrations: Health[]) {
  const before = told.attention;
  const attention: Record<string, boolean> = {};
  const broke: Health[] = [];
  const mended: Health[] = [];
  for (const one of integrations) {
    const was = before?.[one.integrationId] ?? false;
    const is = one.status === 'needs_attention' || (one.status === 'paused' && was);
    attention[one.integrationId] = is;
    if (before && is && !was) broke.push(one);
    if (before && was && !is) mended.push(one);
  }
  const isNews = JSON.stringify(before) !== JSON.stringify(attention);
  return { told: isNews ? { ...told, attention } : told, broke, mended };
}

/**
 * Takes over failures that were seen; `settledIds` are those of entries that are not failed any more, so that they can
 * fail anew. Before the first look nothing is news.
 */
export function withFailures(told: Told, seen: FailedSend[], settledIds: string[], now: number) {
  const before = told.failed;
  if (!before) return { told, fresh: [] };
  const fresh = seen.filter(({ id, attempts }) => before[id] !== attempts);
  if (fresh.length === 0 && !settledIds.some((id) => id in before)) return { told, fresh };
  const failed = { ...before };
  for (const id of settledIds) delete failed[id];
  for (const { id, attempts } of fresh) failed[id] = attempts;
  return { told: { ...told, failed, burst: burstOf(told.burst, fresh, now) }, fresh };
}

/** The newest failures as the API lists them. */
export interface ListedFailures {
  failed: FailedSend[];
  /** Whether these are all there are. */
  isAll: boolean;
  /** What was known to have failed when they were asked for: of what failed since, the list cannot know. */
  knownBefore: string[];
}

/** Takes over a list of failures: what is not listed is not failed any more. */
export function withListedFailures(told: Told, { failed, isAll, knownBefore }: ListedFailures, now: number) {
  const oldest = failed.reduce((least, { id }) => (id < least ? id : least), failed[0]?.id ?? '');
  if (!told.failed) {
    const known = Object.fromEntries(failed.map(({ id, attempts }) => [id, attempts]));
    return { told: { ...told, failed: known, knownFrom: isAll ? '' : oldest }, fresh: [] };
  }
  const listedIds = new Set(failed.map(({ id }) => id));
  const settled = knownBefore.filter((id) => !listedIds.has(id) && (isAll || id > oldest));
  return withFailures(
    told,
    failed.filter(({ id }) => id >= told.knownFrom),
    settled,
    now,
  );
}

function burstOf(before: Burst | null, fresh: FailedSend[], now: number): Burst | null {
  const [first] = fresh;
  if (!first) return before;
  const goesOn = before !== null && now - before.lastAt < BURST_MS;
  return goesOn
    ? { ...before, count: before.count + fresh.length, lastAt: now }
    : { count: fresh.length, id: first.id, lastAt: now };
}
