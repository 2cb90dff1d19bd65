import { isDeepStrictEqual } from 'node:util';
import {
  type Trigger,
  type TriggerChange,
  type TriggerInput,
  triggerInputSchema,
  type TriggerList,
} from '@integration-queue/shared/trigger';
import { MOST_TRIGGERS } from '@integration-queue/shared/trigger-limits';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { crmProvider } from '../crm/providers.js';
import { OfferedValues } from '../integrations/send-fields/offered-values.js';
import { readIntegration } from '../integrations/sql/read-integrations.js';
import { AppProblem, notFound } from '../ops/app-problem.js';
import { check } from '../ops/validation.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { sampleSends } from './sample-sends.js';
import { readTriggers } from './sql/read-triggers.js';
import { deleteTrigger, insertTrigger, lockOrder, orderTriggers, updateTrigger } from './sql/write-triggers.js';

/** Automation rules of a workspace. */
@Injectable()
export class TriggersService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OfferedValues) private readonly offered: OfferedValues,
  ) {}

  async list({ workspaceId }: Actor): Promise<TriggerList> {
    return { items: await readTriggers(this.database, workspaceId), nextCursor: null };
  }

  async get(
    { workspaceId }: Actor,
    id: string,
    database: DataSource | EntityManager = this.database,
  ): Promise<Trigger> {
    const [trigger] = await readTriggers(database, workspaceId, id);
    if (!trigger) throw notFound('trigger');
    return trigger;
  }

  /**
   * Adds a trigger at the end of the order. Throws `conflict` where there are too many, and as `checkSends` and
   * `checkOffered` do.
   */
  async create(actor: Actor, input: TriggerInput): Promise<Trigger> {
    await this.checkOffered(actor, input);
    return this.database.transaction(async (transaction) => {
      const id = uuidv7();
      await checkSends(transaction, actor, input);
      const order = await lockOrder(transaction, actor.workspaceId);
      if (order.length >= MOST_TRIGGERS)
        throw new AppProblem('conflict', `A workspace has at most ${MOST_TRIGGERS} triggers; delete one first`);
      await orderTriggers(transaction, order);
      await insertTrigger(transaction, actor.workspaceId, { ...input, id, position: order.length + 1 });
      const details = { name: input.name, enabled: input.enabled };
      await audit(transaction, actor, { action: 'trigger.created', targetKind: 'trigger', targetId: id, details });
      return this.get(actor, id, transaction);
    });
  }

  /**
   * Absent leaves. What it fired for is kept, whatever changes: a trigger that fires once per company does not fire again
   * for those it fired for before. Throws as `checkSends` and `checkOffered` do.
   */
  async change(actor: Actor, id: string, { position, ...change }: TriggerChange): Promise<Trigger> {
    const stored = await this.get(actor, id);
    await this.checkOffered(actor, merged(stored, change), stored);
    return this.database.transaction(async (transaction) => {
      const order = await lockOrder(transaction, actor.workspaceId);
      const before = await this.get(actor, id, transaction);
      const next = merged(before, change);
      await checkSends(transaction, actor, next, before);
      await updateTrigger(transaction, id, next);
      if (position !== undefined) {
        const others = order.filter((other) => other !== id);
        await orderTriggers(transaction, others.toSpliced(position - 1, 0, id));
      }
      const details = { fields: [...Object.keys(change), ...(position === undefined ? [] : ['position'])] };
      await audit(transaction, actor, { action: 'trigger.changed', targetKind: 'trigger', targetId: id, details });
      return this.get(actor, id, transaction);
    });
  }

  async delete(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      if (!(await deleteTrigger(transaction, actor.workspaceId, id))) throw notFound('trigger');
      await audit(transaction, actor, { action: 'trigger.deleted', targetKind: 'trigger', targetId: id });
    });
  }

  /**
   * Throws `option_not_offered` for a stage, an owner and the like that the CRM does not offer. Outside of a transaction,
   * since it may ask the CRM; where that does not answer, nothing is refused. What it sends already is looked at again when
   * it is switched on, and else left alone: a trigger can be renamed whatever became of a stage.
   */
  async checkOffered(actor: Actor, { integrationId, actions, enabled }: TriggerInput, before?: Trigger): Promise<void> {
    const isSwitchedOn = enabled && !before?.enabled;
    if (before && sendsSame(before, { integrationId, actions }) && !isSwitchedOn) return;
    const samples = sampleSends(actions, integrationId);
    const found = await this.offered.check(
      actor,
      samples.map(({ item }) => item),
    );
    const errors = [...found].flatMap(([index, problems]) =>
      problems.map(({ path, message }) => ({ path: samples[index]!.pathOf(path), message })),
    );
    if (errors.length > 0) throw new AppProblem('option_not_offered', errors[0]!.message, errors);
  }
}

function sendsSame(before: Trigger, next: Pick<TriggerInput, 'integrationId' | 'actions'>): boolean {
  return before.integrationId === next.integrationId && isDeepStrictEqual(before.actions, next.actions);
}

/** What fits alone may not fit together with what is stored. Throws `invalid_request`. */
function merged(trigger: Trigger, change: Omit<TriggerChange, 'position'>): TriggerInput {
  const { name, on, integrationId, conditions, actions, repeat, dailyCap, stop, enabled } = trigger;
  const stored = { name, on, integrationId, conditions, actions, repeat, dailyCap, stop, enabled };
  const result = check(triggerInputSchema, { ...stored, ...change });
  if ('output' in result) return result.output;
  const [first] = result.issues;
  throw new AppProblem('invalid_request', first && `${first.path}: ${first.message}`, result.issues);
}

/**
 * Throws `not_found` for an integration that is not there, and `invalid_request` for objects its CRM does not take. A trigger
 * whose integration was disconnected can still be renamed or switched off.
 */
export async function checkSends(
  database: DataSource | EntityManager,
  { workspaceId }: Actor,
  { integrationId, actions, enabled }: TriggerInput,
  before?: Trigger,
): Promise<void> {
  if (before && sendsSame(before, { integrationId, actions }) && !enabled) return;
  const { provider } = await readIntegration(database, workspaceId, integrationId);
  const errors = actions.flatMap(({ object }, index) =>
    crmProvider(provider).objects.includes(object)
      ? []
      : [{ path: `actions.${index}.object`, message: `This CRM takes no ${object}` }],
  );
  if (errors.length > 0) throw new AppProblem('invalid_request', errors[0]!.message, errors);
}
