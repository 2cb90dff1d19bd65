import {
  BATCH_LIMIT,
  type ParsedSyncInput,
  type Sync,
  type SyncBatchAnswer,
  type SyncBatchResult,
  syncInputSchema,
} from '@integration-queue/shared/sync';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SyncSender } from '../companies/sync-sender.js';
import { OfferedValues } from '../integrations/send-fields/offered-values.js';
import { againOnDeadlock } from '../ops/again-on-deadlock.js';
import { AppProblem } from '../ops/app-problem.js';
import { Idempotency } from '../ops/idempotency/idempotency.js';
import type { KeptAnswer } from '../ops/idempotency/keyed-request.js';
import { check } from '../ops/validation.js';
import type { Actor } from '../workspaces/actor.js';
import { AcceptService } from './accept.service.js';
import type { Acceptance } from './acceptance.js';
import { readSyncs } from './sql/list-syncs.js';

/** Sends: one, many, or the companies of an import. */
@Injectable()
export class SyncsService extends SyncSender {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AcceptService) private readonly acceptance: AcceptService,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(OfferedValues) private readonly offered: OfferedValues,
  ) {
    super();
  }

  /** 201 with the new entry, 200 with the one that waits already with the same content. */
  async create(actor: Actor, input: ParsedSyncInput, key: string | undefined): Promise<KeptAnswer<Sync>> {
    let ring = (): Promise<void> => Promise.resolve();
    const notOffered = (await this.offered.check(actor, [input])).get(0);
    const request = { key, route: 'POST /v1/syncs', body: input };
    const accept = async (transaction: EntityManager): Promise<KeptAnswer<Sync>> => {
      // Not before: what was taken already keeps its answer, whatever the CRM offers by now.
      if (notOffered) throw new AppProblem('option_not_offered', notOffered[0]?.message, notOffered);
      const accepted = await this.acceptance.acceptIn(transaction, actor, [input]);
      ring = accepted.ring;
      const result = accepted.results[0]!;
      if (result.status === 'invalid') throw asProblem(result);
      const [sync] = await readSyncs(transaction, actor.workspaceId, [result.id]);
      return { status: result.status === 'accepted' ? 201 : 200, answer: sync! };
    };
    const done = await againOnDeadlock(() => this.idempotency.once(actor, request, accept));
    await ring();
    return done;
  }

  /** One result an item, in order; a bad item loses none of the others. */
  async createBatch(actor: Actor, items: unknown[], key: string | undefined): Promise<KeptAnswer<SyncBatchAnswer>> {
    if (items.length > BATCH_LIMIT) {
      throw new AppProblem(
        'too_many_items',
        `One call takes ${BATCH_LIMIT} items, not ${items.length}; send them in several`,
      );
    }
    let ring = (): Promise<void> => Promise.resolve();
    const checked = items.map((item) => check(syncInputSchema, item));
    const notOffered = await this.offered.check(
      actor,
      checked.map((result) => ('output' in result ? result.output : undefined)),
    );
    const request = { key, route: 'POST /v1/syncs/batch', body: items };
    const accept = async (transaction: EntityManager): Promise<KeptAnswer<SyncBatchAnswer>> => {
      const valid = checked.flatMap((result, index) =>
        'output' in result && !notOffered.has(index) ? [{ index, input: result.output }] : [],
      );
      const accepted = await this.acceptance.acceptIn(
        transaction,
        actor,
        valid.map(({ input }) => input),
      );
      ring = accepted.ring;
      const byIndex = new Map(valid.map(({ index }, position) => [index, accepted.results[position]!]));
      const results = checked.map((result, index): SyncBatchResult => {
        const acceptance: Acceptance =
          'issues' in result
            ? { status: 'invalid', code: 'invalid_request', errors: result.issues }
            : (byIndex.get(index) ?? {
                status: 'invalid',
                code: 'option_not_offered',
                errors: notOffered.get(index) ?? [],
              });
        if (acceptance.status === 'invalid') return { index, id: null, status: 'invalid', errors: acceptance.errors };
        return { index, id: acceptance.id, status: acceptance.status };
      });
      return { status: 202, answer: { results } };
    };
    const done = await againOnDeadlock(() => this.idempotency.once(actor, request, accept));
    await ring();
    return done;
  }

  async sendCompanies(transaction: EntityManager, actor: Actor, integrationId: string, companyIds: string[]) {
    const { results, ring } = await this.acceptance.acceptIn(
      transaction,
      actor,
      companyIds.map((companyId) => ({ integrationId, object: 'company', companyId })),
    );
    return { sent: results.filter(({ status }) => status !== 'invalid').length, ring };
  }
}

function asProblem({ code, errors }: Acceptance & { status: 'invalid' }): AppProblem {
  return new AppProblem(code, errors[0]?.message, code === 'not_found' ? undefined : errors);
}
