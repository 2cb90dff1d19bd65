import type { ProblemItem } from '@integration-queue/shared/problem';
import type { SyncStreamResult } from '@integration-queue/shared/sync-stream';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OfferedValues } from '../../integrations/send-fields/offered-values.js';
import { isDeadlock } from '../../ops/postgres-errors.js';
import type { Actor } from '../../workspaces/actor.js';
import { AcceptService } from '../accept.service.js';
import { type BadLine, readItem, type StreamItem } from './read-item.js';
import type { StreamLine } from './read-lines.js';
import { findTakenItems, keepTakenItems, type TakenItem } from './sql/item-keys.js';

/** Another stream of the same sender took one of these keys in the meantime. */
class KeyWasTaken extends Error {}

/** A lost race is run again, and then finds the winner's entry; more than two in a row would need as many twins. */
const ROUNDS = 8;

/** What the CRM does not offer, by the item that asks for it. */
type NotOffered = Map<StreamItem | BadLine, ProblemItem[]>;

interface Taken {
  results: SyncStreamResult[];
  ring: () => Promise<void>;
}

/** Takes the items of a stream, each key once. */
@Injectable()
export class ItemTaker {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AcceptService) private readonly acceptance: AcceptService,
    @Inject(OfferedValues) private readonly offered: OfferedValues,
  ) {}

  /** One result a line, same order; durable when this settles. */
  async take(actor: Actor, lines: StreamLine[]): Promise<SyncStreamResult[]> {
    const results: SyncStreamResult[] = [];
    for (const items of splitAtRepeats(lines.map(readItem))) results.push(...(await this.takeOnce(actor, items)));
    return results;
  }

  private async takeOnce(actor: Actor, items: (StreamItem | BadLine)[]): Promise<SyncStreamResult[]> {
    const found = await this.offered.check(
      actor,
      items.map((item) => ('input' in item ? item.input : undefined)),
    );
    const notOffered: NotOffered = new Map([...found].map(([index, errors]) => [items[index]!, errors]));
    for (let round = 1; ; round += 1) {
      try {
        const { results, ring } = await this.database.transaction((transaction) =>
          this.takeIn(transaction, actor, items, notOffered),
        );
        await ring();
        return results;
      } catch (error) {
        if (round === ROUNDS || !(error instanceof KeyWasTaken || isDeadlock(error))) throw error;
      }
    }
  }

  /** Accepts what is new, then keeps its keys: one write an item, and a twin that was faster undoes all of it. */
  private async takeIn(
    transaction: EntityManager,
    actor: Actor,
    items: (StreamItem | BadLine)[],
    notOffered: NotOffered,
  ): Promise<Taken> {
    const keys = items.flatMap((item) => ('input' in item && item.key !== null ? item.key : []));
    const taken = keys.length > 0 ? await findTakenItems(transaction, actor.id, keys) : new Map<string, TakenItem>();
    const isFresh = (item: StreamItem | BadLine): item is StreamItem =>
      'input' in item && !taken.has(item.key ?? '') && !notOffered.has(item);
    const fresh = items.filter(isFresh);
    const { results, ring } = await this.acceptance.acceptIn(
      transaction,
      actor,
      fresh.map(({ input }) => input),
    );
    const acceptances = new Map(fresh.map((item, index) => [item, results[index]!]));
    const toKeep = fresh.flatMap((item) => {
      const acceptance = acceptances.get(item)!;
      if (item.key === null || acceptance.status === 'invalid') return [];
      return { key: item.key, contentHash: item.contentHash, syncId: acceptance.id };
    });
    const sender = { workspaceId: actor.workspaceId, actorId: actor.id };
    if (toKeep.length > 0 && (await keepTakenItems(transaction, sender, toKeep)) < toKeep.length)
      throw new KeyWasTaken();
    return {
      ring,
      results: items.map((item): SyncStreamResult => {
        const { line, key } = item;
        if (!('input' in item)) return { line, key, id: null, status: 'invalid', errors: item.errors };
        const known = taken.get(key ?? '');
        if (known) return repeated(item, known);
        const acceptance = acceptances.get(item);
        if (!acceptance) return { line, key, id: null, status: 'invalid', errors: notOffered.get(item) ?? [] };
        if (acceptance.status === 'invalid')
          return { line, key, id: null, status: 'invalid', errors: acceptance.errors };
        return { line, key, id: acceptance.id, status: acceptance.status };
      }),
    };
  }
}

function repeated({ line, key, contentHash }: StreamItem, taken: TakenItem): SyncStreamResult {
  if (taken.contentHash.equals(contentHash))
    return { line, key, id: taken.syncId, status: 'repeated', now: taken.status };
  const message = 'was used for another item within 24 hours; take a new one';
  return { line, key, id: null, status: 'invalid', errors: [{ path: 'key', message }] };
}

/** Items in groups in which each key stands once: a key's second item is only looked at when its first was taken. */
function splitAtRepeats(items: (StreamItem | BadLine)[]): (StreamItem | BadLine)[][] {
  const groups: (StreamItem | BadLine)[][] = [];
  let keys = new Set<string>();
  for (const item of items) {
    const isRepeat = item.key !== null && keys.has(item.key);
    if (isRepeat || groups.length === 0) {
      groups.push([]);
      keys = new Set();
    }
    groups.at(-1)!.push(item);
    if (item.key !== null) keys.add(item.key);
  }
  return groups;
}
