import type { ProblemItem } from '@integration-queue/shared/problem';
import type { ParsedSyncInput } from '@integration-queue/shared/sync';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppProblem } from '../../ops/app-problem.js';
import type { Actor } from '../../workspaces/actor.js';
import { keptSchema } from '../kept-schema/kept-schema.js';
import { currentMapping } from '../mapping/current.js';
import { MappingsService } from '../mapping/mappings.service.js';
import { type FilledObject, findNotOffered, ownFields } from './own-fields.js';

/** An option that was added in the CRM a moment ago is not refused for longer than this. */
const BELIEVED_SECONDS = 30;
/** Whoever sends waits meanwhile; and a CRM that did not answer is left alone for a while, or every send would wait. */
const PATIENCE_MS = 2_000;
const LEFT_ALONE_MS = 60_000;

type Filled = ParsedSyncInput & { object: FilledObject };

/**
 * Compares deals and tasks with what the CRM offers before they are queued: a stage that is not there fails at its field
 * now, not in an hour. The kept schema decides what is right; only the CRM itself, asked again, what is wrong. Where it
 * does not answer nothing is refused, because it will say so itself.
 */
@Injectable()
export class OfferedValues {
  /** When an integration's CRM did not answer, by `integration object`. */
  private readonly silentSince = new Map<string, number>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(MappingsService) private readonly mappings: MappingsService,
  ) {}

  /**
   * What is wrong with each item, by its index; items that are all right are not in it. Called outside of a transaction,
   * since it may ask the CRM. Companies cost nothing here.
   */
  async check(actor: Actor, items: (ParsedSyncInput | undefined)[]): Promise<Map<number, ProblemItem[]>> {
    const filled = items.flatMap((item, index) => (item && isFilled(item) ? [{ item, index }] : []));
    const groups = Map.groupBy(filled, ({ item }) => `${item.integrationId} ${item.object}`);
    const found = new Map<number, ProblemItem[]>();
    for (const group of groups.values()) {
      const { integrationId, object } = group[0]!.item;
      if (!(await this.isOurs(actor, integrationId))) continue;
      const problemsOf = await this.comparison(
        actor,
        integrationId,
        object,
        group.map(({ item }) => item),
      );
      for (const { item, index } of group) {
        const problems = problemsOf(item);
        if (problems.length > 0) found.set(index, problems);
      }
    }
    return found;
  }

  private async comparison(
    actor: Actor,
    integrationId: string,
    object: FilledObject,
    items: Filled[],
  ): Promise<(item: Filled) => ProblemItem[]> {
    const mapping = await currentMapping(this.database, integrationId, object);
    const compareWith = (schema: Parameters<typeof ownFields>[2]) => {
      const fields = ownFields(object, mapping?.rows ?? [], schema);
      return (item: Filled) => findNotOffered(object, item[object]!, fields);
    };
    const kept = await keptSchema(this.database, integrationId, object);
    const byKept = kept && compareWith(kept.fields);
    if (byKept && (kept.ageSeconds < BELIEVED_SECONDS || items.every((item) => byKept(item).length === 0)))
      return byKept;
    const name = `${integrationId} ${object}`;
    if (Date.now() - (this.silentSince.get(name) ?? 0) < LEFT_ALONE_MS) return () => [];
    try {
      const { items: schema } = await this.mappings.fields(
        actor,
        integrationId,
        object,
        AbortSignal.timeout(PATIENCE_MS),
      );
      this.silentSince.delete(name);
      return compareWith(schema);
    } catch (error) {
      if (!(error instanceof AppProblem)) throw error;
      this.silentSince.set(name, Date.now());
      return () => [];
    }
  }

  /** Whose integration it is not is told so later, like that of a company. */
  private async isOurs({ workspaceId }: Actor, integrationId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      'select 1 from integration where id = $1 and workspace_id = $2 and deleted_at is null',
      [integrationId, workspaceId],
    );
    return rows.length > 0;
  }
}

function isFilled(item: ParsedSyncInput): item is Filled {
  return item.object !== 'company' && item[item.object] !== undefined;
}
