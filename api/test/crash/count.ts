import type { Effects } from './crm.ts';

/** How one sync ended. */
export interface SyncEnd {
  id: string;
  /** Our key of its record in the CRM. */
  key: string;
  /** What only its content holds. */
  mark: string;
  ended: 'processed' | 'deleted' | 'error' | 'unfinished';
}

/** What people were told at the time: ids of syncs. */
export interface Told {
  accepted: Set<string>;
  deleted: Set<string>;
}

export interface Figures {
  accepted: number;
  /** Writes in the CRM. */
  effects: number;
  /** Syncs that were accepted and are nowhere, or processed and without an effect; records that hold an older sync's content. */
  lost: number;
  /** Effects beyond one for each processed sync; records beyond one for each key. */
  twice: number;
  /** Effects of syncs that were answered as deleted. */
  sentAfterDelete: number;
  /** Accepted syncs that ended in error: deals whose company somebody deleted before it was sent. */
  failed: number;
  /** Accepted syncs that are in no final status. */
  unfinished: number;
}

/**
 * Holds what people were told against what the CRM counted, sync by sync: each processed one has one effect, each deleted
 * or failed one none. A loss and a repeat on one record cannot make up for each other, since each effect says whose it is.
 * @param ends in the order in which they were processed; `inOrder` false where the sender promises no order.
 */
export function countEffects(
  ends: SyncEnd[],
  { effects, duplicateKeys }: Effects,
  { told, inOrder = true }: { told?: Told; inOrder?: boolean } = {},
): Figures {
  const seen = Map.groupBy(effects, ({ title }) => title ?? '');
  const known = new Set(ends.map(({ id }) => id));
  const figures: Figures = {
    accepted: ends.length,
    effects: effects.length,
    lost: 0,
    twice: duplicateKeys,
    sentAfterDelete: 0,
    failed: ends.filter(({ ended }) => ended === 'error').length,
    unfinished: ends.filter(({ ended }) => ended === 'unfinished').length,
  };
  for (const id of told?.accepted ?? []) {
    if (known.has(id)) continue;
    figures.accepted += 1;
    figures.lost += 1;
  }
  // A company that is sent on behalf of a deal, deleted, and sent again on behalf of it, has the same mark.
  for (const [mark, same] of Map.groupBy(ends, (end) => end.mark)) {
    const deleted = same.filter(({ id, ended }) => ended === 'deleted' || told?.deleted.has(id)).length;
    const processed = same.filter(({ id, ended }) => ended === 'processed' && !told?.deleted.has(id)).length;
    const found = seen.get(mark)?.length ?? 0;
    seen.delete(mark);
    const beyond = Math.max(0, found - processed - same.filter(({ ended }) => ended === 'unfinished').length);
    figures.lost += Math.max(0, processed - found);
    if (deleted > 0) figures.sentAfterDelete += beyond;
    else figures.twice += beyond;
  }
  // Effects of what nobody accepted.
  for (const effects of seen.values()) figures.twice += effects.length;
  if (inOrder) figures.lost += countOutdated(ends, { effects, duplicateKeys });
  return figures;
}

/** Records that do not hold what was processed last. */
function countOutdated(ends: SyncEnd[], { effects }: Effects): number {
  const last = new Map(ends.filter(({ ended }) => ended === 'processed').map(({ key, mark }) => [key, mark]));
  const held = new Map(effects.toReversed().map(({ key, title }) => [key, title]));
  return [...last].filter(([key, mark]) => held.has(key) && held.get(key) !== mark).length;
}
