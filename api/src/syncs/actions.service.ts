import type { MatchChoice } from '@integration-queue/shared/match';
import type { ParsedRetryChoice } from '@integration-queue/shared/retry';
import type { Sync } from '@integration-queue/shared/sync';
import type { BulkAnswer, ParsedSyncRetry, SyncDeletion, SyncSelection } from '@integration-queue/shared/sync-bulk';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { announceChange } from '../events/notify.js';
import { AppProblem, notFound } from '../ops/app-problem.js';
import { Doorbell } from '../queue/doorbell.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import { deleteSyncs, type EntryAnswer } from './sql/delete-syncs.js';
import { countMatching, matchingIds, readSyncs } from './sql/list-syncs.js';
import { matchSync } from './sql/match-sync.js';
import { restoreSync } from './sql/restore-sync.js';
import { retrySyncs } from './sql/retry-syncs.js';

type Action = (transaction: EntityManager, workspaceId: string, ids: string[]) => Promise<EntryAnswer<string>[]>;

interface Bulk {
  /** In the audit log. */
  name: string;
  action: Action;
  /** Of the entries of a filter it is about. */
  statuses: string[];
  /** Those that were skipped as well. */
  skipped?: boolean;
  /** Answers of the action that count as done. */
  done: string[];
}

/** Which entries an action takes of those a filter matches. */
type Among = Pick<Bulk, 'statuses' | 'skipped'>;

/** Entries one statement of a bulk action takes. */
const CHUNK = 500;
/** Refusals a bulk answer names. */
const MOST_REFUSED = 1_000;

/** What people do to entries: delete, undo, retry; one or many. */
@Injectable()
export class ActionsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** `deleted`; or `cancelling` where it is on its way, or may have been: it then ends deleted, or processed if it had left. */
  async delete(actor: Actor, id: string): Promise<'deleted' | 'cancelling'> {
    const [answer] = await this.act(actor, 'sync.deleted', deleteSyncs, [id]);
    if (!answer) throw notFound('entry');
    if (answer.result === 'sync_already_processed') {
      throw new AppProblem(
        'sync_already_processed',
        'What is in the CRM is removed there; what was skipped was not sent',
      );
    }
    return answer.result as 'deleted' | 'cancelling';
  }

  async restore(actor: Actor, id: string): Promise<Sync> {
    const [answer] = await this.act(
      actor,
      'sync.restored',
      async (transaction, workspaceId, [one]) => {
        const restored = await restoreSync(transaction, workspaceId, one!);
        return restored ? [restored] : [];
      },
      [id],
    );
    if (!answer) throw notFound('entry');
    if (answer.result === 'conflict') throw disconnected();
    if (answer.result === 'sync_not_deleted')
      throw new AppProblem('sync_not_deleted', 'This entry was not deleted, there is nothing to undo');
    return this.read(actor, id);
  }

  async retry(actor: Actor, id: string, choice: ParsedRetryChoice): Promise<Sync> {
    const [answer] = await this.act(actor, 'sync.retried', retryBy(choice), [id]);
    if (!answer) throw notFound('entry');
    if (answer.result === 'conflict') throw disconnected();
    if (answer.result === 'sync_not_in_error')
      throw new AppProblem(
        'sync_not_in_error',
        'Only an entry in error can be retried, and one that was skipped sent anyway',
      );
    if (answer.result === 'mapping_version_gone')
      throw new AppProblem('mapping_version_gone', 'Retry it with the field mapping of today');
    return this.read(actor, id);
  }

  /** Says which of its candidates an ambiguous entry is about, or that it is none of them, and sends it again. */
  async match(actor: Actor, id: string, choice: MatchChoice): Promise<Sync> {
    const [answer] = await this.act(
      actor,
      'sync.matched',
      async (transaction, workspaceId, [one]) => {
        const matched = await matchSync(transaction, workspaceId, one!, choice);
        return matched ? [matched] : [];
      },
      [id],
    );
    if (!answer) throw notFound('entry');
    if (answer.result === 'conflict') throw disconnected();
    if (answer.result === 'sync_not_ambiguous')
      throw new AppProblem('sync_not_ambiguous', 'This entry does not wait for a choice between records');
    if (answer.result === 'no_candidate')
      throw new AppProblem('invalid_request', undefined, [
        { path: 'crmId', message: 'is none of the records this entry offers' },
      ]);
    return this.read(actor, id);
  }

  /**
   * Deletes what is selected and not processed yet, in order of arrival; with a limit, one slice of it. By filter, `matched`
   * counts the entries that could be deleted at all.
   */
  deleteMany(actor: Actor, deletion: SyncDeletion): Promise<BulkAnswer> {
    return this.actInSlices(actor, deletion, {
      name: 'sync.deleted',
      action: deleteSyncs,
      statuses: ['pending', 'processing', 'error'],
      done: ['deleted', 'cancelling'],
    });
  }

  /**
   * Retries what is selected and in error, and `anyway` what was skipped, in order of arrival; with a limit, one slice of it.
   */
  retryMany(actor: Actor, { mapping, data, anyway, ...retry }: ParsedSyncRetry): Promise<BulkAnswer> {
    return this.actInSlices(actor, retry, {
      name: 'sync.retried',
      action: retryBy({ mapping, data, anyway }),
      statuses: ['error'],
      skipped: anyway,
      done: ['retried'],
    });
  }

  private async actInSlices(
    actor: Actor,
    { limit, after, ...selection }: SyncDeletion,
    bulk: Bulk,
  ): Promise<BulkAnswer> {
    if (limit === undefined) return this.actOnMany(actor, selection, bulk);
    const { filter = {} } = selection;
    const which = { statuses: bulk.statuses, skipped: bulk.skipped ?? false };
    const ids = await matchingIds(this.database, actor.workspaceId, filter, { ...which, limit, after: after ?? null });
    const answer = await this.actOnMany(actor, { ids }, bulk);
    const last = ids.length === limit ? ids.at(-1) : undefined;
    const left =
      last === undefined ? 0 : await countMatching(this.database, actor.workspaceId, filter, { ...which, after: last });
    return { ...answer, left, next: left > 0 ? last! : null };
  }

  private async actOnMany(
    actor: Actor,
    { ids, filter }: SyncSelection,
    { name, action, done, ...which }: Bulk,
  ): Promise<BulkAnswer> {
    const answer: BulkAnswer = { matched: 0, done: 0, refused: [] };
    const refuse = (id: string, code: string) => {
      if (answer.refused.length < MOST_REFUSED) answer.refused.push({ id, code });
    };
    for await (const chunk of ids ? inChunks([...new Set(ids)]) : this.matching(actor, filter ?? {}, which)) {
      const results = new Map((await this.act(actor, name, action, chunk)).map((result) => [result.id, result.result]));
      answer.matched += results.size;
      for (const id of chunk) {
        const result = results.get(id) ?? 'not_found';
        if (done.includes(result)) answer.done += 1;
        else refuse(id, result);
      }
    }
    return answer;
  }

  private async *matching(
    actor: Actor,
    filter: NonNullable<SyncSelection['filter']>,
    which: Among,
  ): AsyncIterable<string[]> {
    let after: string | null = null;
    for (;;) {
      const ids: string[] = await matchingIds(this.database, actor.workspaceId, filter, {
        ...which,
        limit: CHUNK,
        after,
      });
      if (ids.length > 0) yield ids;
      if (ids.length < CHUNK) return;
      after = ids.at(-1)!;
    }
  }

  private async act(actor: Actor, name: string, action: Action, ids: string[]): Promise<EntryAnswer<string>[]> {
    const answers = await this.database.transaction(async (transaction) => {
      const done = await action(transaction, actor.workspaceId, ids);
      const byIntegration = Map.groupBy(done, ({ integrationId }) => integrationId);
      for (const [integrationId, changed] of byIntegration) {
        const syncIds = changed.map(({ id }) => id);
        await announceChange((sql, values) => transaction.query(sql, values), {
          workspaceId: actor.workspaceId,
          integrationId,
          syncIds,
        });
      }
      if (done.length === 1)
        await audit(transaction, actor, { action: name, targetKind: 'sync', targetId: done[0]!.id });
      if (done.length > 1)
        await audit(transaction, actor, {
          action: name,
          targetKind: 'sync',
          details: { count: done.length, ids: done.map(({ id }) => id) },
        });
      return done;
    });
    const rung = new Map(answers.map(({ integrationId, provider }) => [integrationId, provider]));
    for (const [integrationId, provider] of rung) await this.doorbell.ring(provider, integrationId);
    return answers;
  }

  private async read({ workspaceId }: Actor, id: string): Promise<Sync> {
    const [sync] = await readSyncs(this.database, workspaceId, [id]);
    if (!sync) throw notFound('entry');
    return sync;
  }
}

function retryBy(choice: ParsedRetryChoice): Action {
  return (transaction, workspaceId, ids) => retrySyncs(transaction, workspaceId, ids, choice);
}

function disconnected(): AppProblem {
  return new AppProblem('conflict', 'The CRM it was for is disconnected; send the company to another one');
}

async function* inChunks(ids: string[]): AsyncIterable<string[]> {
  for (let start = 0; start < ids.length; start += CHUNK) yield ids.slice(start, start + CHUNK);
}
