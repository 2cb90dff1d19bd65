import type { TriggerEvent } from '@integration-queue/shared/trigger-fields';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AcceptService } from '../syncs/accept.service.js';
import { matches } from './matches.js';
import type { Occasion } from './occasion.js';
import { sendOf } from './sends.js';
import { type ActiveTrigger, activeTriggers } from './sql/active-triggers.js';
import { firedBefore } from './sql/fired-before.js';
import { insertFirings } from './sql/insert-firings.js';
import { roomLeft } from './sql/room-left.js';

/** Wakes the workers for what was accepted; called after the commit. */
export type Ring = () => Promise<void>;

/** Sends accepted in one go, as in a batch of the API. */
const CHUNK = 1000;

/**
 * Fires triggers inside the transaction that stores the visit or the change: both are there or neither, so none is missed
 * when a process dies, and none fires for what was never stored.
 *
 * There are no loops. A trigger only sends companies that are there already, by their id, which changes no company; and
 * what the queue brings back from a CRM is kept beside the company, never in it. A company that comes along with a send
 * (`POST /v1/syncs`) fires nothing either: whoever sends has decided, and a service that mirrors a CRM back through sends
 * would else go round for ever.
 */
@Injectable()
export class FiringService {
  constructor(@Inject(AcceptService) private readonly acceptance: AcceptService) {}

  /** The companies of all occasions must be locked by the transaction, or be new in it. */
  async fire(
    transaction: EntityManager,
    workspaceId: string,
    event: TriggerEvent,
    occasions: Occasion[],
  ): Promise<Ring> {
    const rings: Ring[] = [];
    const triggers = occasions.length > 0 ? await activeTriggers(transaction, workspaceId, event) : [];
    let open = occasions;
    for (const trigger of triggers) {
      const matching = open.filter((occasion) => matches(trigger.conditions, occasion));
      const fired = await this.take(transaction, workspaceId, trigger, matching);
      if (trigger.stop && fired.size > 0) open = open.filter((occasion) => !fired.has(occasion));
      rings.push(await this.send(transaction, workspaceId, trigger, [...fired]));
    }
    return async () => {
      await Promise.all(rings.map((ring) => ring()));
    };
  }

  /** The occasions a trigger fires for, by its rule of repetition and its daily cap, written down as fired. */
  private async take(
    transaction: EntityManager,
    workspaceId: string,
    { id, repeat, dailyCap }: ActiveTrigger,
    matching: Occasion[],
  ): Promise<Set<Occasion>> {
    let due = matching;
    if (repeat.kind !== 'each' && due.length > 0) {
      const firsts = [...Map.groupBy(due, ({ company }) => company.id).values()].map(([first]) => first!);
      const companyIds = firsts.map(({ company }) => company.id);
      const before = await firedBefore(transaction, id, companyIds, repeat.kind === 'days' ? repeat.days : null);
      due = firsts.filter(({ company }) => !before.has(company.id));
    }
    if (dailyCap !== null && due.length > 0) due = due.slice(0, await roomLeft(transaction, id, dailyCap));
    if (due.length === 0) return new Set();
    const slotOf = (occasion: Occasion) => (repeat.kind === 'once' ? 'once' : occasion.id);
    const fresh = await insertFirings(
      transaction,
      workspaceId,
      id,
      due.map((occasion) => ({ companyId: occasion.company.id, slot: slotOf(occasion) })),
    );
    return new Set(due.filter((occasion) => fresh.has(`${occasion.company.id}:${slotOf(occasion)}`)));
  }

  private async send(
    transaction: EntityManager,
    workspaceId: string,
    { id, name, integrationId, actions }: ActiveTrigger,
    fired: Occasion[],
  ): Promise<Ring> {
    const items = fired.flatMap((occasion) => actions.map((action) => sendOf(action, occasion, integrationId)));
    let ring: Ring = () => Promise.resolve();
    for (let start = 0; start < items.length; start += CHUNK) {
      const sender = { kind: 'automation', id, name, workspaceId } as const;
      ({ ring } = await this.acceptance.acceptIn(transaction, sender, items.slice(start, start + CHUNK)));
    }
    return ring;
  }
}
