import type { ProblemItem } from '@integration-queue/shared/problem';
import {
  VISIT_BATCH_LIMIT,
  type VisitBatchAnswer,
  type VisitBatchResult,
  visitInputSchema,
} from '@integration-queue/shared/visit';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CompanyWatcher } from '../companies/company-watcher.js';
import type { KnownCompany } from '../companies/register.js';
import { updateCompanies } from '../companies/sql/write-companies.js';
import { asCompany } from '../companies/upsert-companies.js';
import { againOnDeadlock } from '../ops/again-on-deadlock.js';
import { AppProblem } from '../ops/app-problem.js';
import { Idempotency } from '../ops/idempotency/idempotency.js';
import type { KeptAnswer } from '../ops/idempotency/keyed-request.js';
import { check } from '../ops/validation.js';
import { FiringService, type Ring } from '../triggers/firing.service.js';
import type { Actor } from '../workspaces/actor.js';
import { countVisits, isLate } from './count-visits.js';
import { resolveVisited } from './resolve-visited.js';
import { earlierVisits } from './sql/earlier-visits.js';
import { insertVisits } from './sql/insert-visits.js';
import { knownVisits } from './sql/known-visits.js';
import { lockVisited } from './sql/lock-visited.js';
import { asNewVisit, clockProblem, type NewVisit } from './visit.js';

/** Visits as they are told: each stored, counted at its company, and looked at by the triggers. */
@Injectable()
export class VisitsService {
  constructor(
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(FiringService) private readonly firing: FiringService,
    @Inject(CompanyWatcher) private readonly watcher: CompanyWatcher,
  ) {}

  /** One result an item, in order; a bad item loses none of the others. Throws `too_many_items`. */
  async record(actor: Actor, items: unknown[], key: string | undefined): Promise<KeptAnswer<VisitBatchAnswer>> {
    if (items.length > VISIT_BATCH_LIMIT) {
      throw new AppProblem(
        'too_many_items',
        `One call takes ${VISIT_BATCH_LIMIT} visits, not ${items.length}; send them in several`,
      );
    }
    const request = { key, route: 'POST /v1/visits', body: items };
    let rings: Ring[] = [];
    const record = async (transaction: EntityManager): Promise<KeptAnswer<VisitBatchAnswer>> => {
      const stored = await this.store(transaction, actor, items);
      rings = stored.rings;
      return { status: 200, answer: { results: stored.results } };
    };
    const done = await againOnDeadlock(() => this.idempotency.once(actor, request, record));
    await Promise.all(rings.map((ring) => ring()));
    return done;
  }

  private async store(
    transaction: EntityManager,
    { workspaceId }: Actor,
    items: unknown[],
  ): Promise<{ results: VisitBatchResult[]; rings: Ring[] }> {
    const results: VisitBatchResult[] = new Array<VisitBatchResult>(items.length);
    const refuse = (index: number, errors: ProblemItem[]) => {
      results[index] = { index, id: null, companyId: null, status: 'invalid', errors };
    };
    const inputs = items.map((item, index) => {
      const checked = check(visitInputSchema, item);
      const problem = 'output' in checked ? clockProblem(checked.output.at) : null;
      if ('issues' in checked) refuse(index, checked.issues);
      else if (problem) refuse(index, [problem]);
      return 'output' in checked && !problem ? checked.output : undefined;
    });
    const { ids, changed } = await resolveVisited(transaction, workspaceId, inputs, (index, path, message) =>
      refuse(index, [{ path, message }]),
    );
    const companies = await lockVisited(
      transaction,
      workspaceId,
      ids.filter((id) => id !== undefined),
    );
    const visits = new Map<number, NewVisit>();
    for (const [index, id] of ids.entries()) {
      if (id === undefined) continue;
      if (companies.has(id)) visits.set(index, asNewVisit(inputs[index]!, id));
      else refuse(index, [{ path: 'companyId', message: 'There is no such company' }]);
    }
    const known = await knownVisits(transaction, [...visits.values()]);
    const fresh: NewVisit[] = [];
    for (const [index, visit] of visits) {
      const name = visit.visitId === null ? null : `${visit.companyId}:${visit.visitId}`;
      const same = name === null ? undefined : known.get(name);
      results[index] = {
        index,
        id: same ?? visit.id,
        companyId: visit.companyId,
        status: same === undefined ? 'accepted' : 'duplicate',
      };
      if (same !== undefined) continue;
      fresh.push(visit);
      if (name !== null) known.set(name, visit.id);
    }
    await this.count(transaction, companies, fresh);
    await insertVisits(transaction, workspaceId, fresh);
    const ring = await this.watcher.companiesChanged(transaction, workspaceId, changed);
    const occasions = fresh
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map((visit) => ({ id: visit.id, company: asCompany(companies.get(visit.companyId)!), visit }));
    return { results, rings: [ring, await this.firing.fire(transaction, workspaceId, 'visit', occasions)] };
  }

  private async count(
    transaction: EntityManager,
    companies: Map<string, KnownCompany>,
    visits: NewVisit[],
  ): Promise<void> {
    const late = visits.filter((visit) => isLate(companies.get(visit.companyId)!, visit));
    const earlier = await earlierVisits(transaction, late);
    const byCompany = Map.groupBy(visits, ({ companyId }) => companyId);
    for (const [id, own] of byCompany) countVisits(companies.get(id)!, own, earlier);
    await updateCompanies(
      transaction,
      [...byCompany.keys()].map((id) => companies.get(id)!),
    );
  }
}
