import type { ParsedSyncInput } from '@integration-queue/shared/sync';
import type { TriggerInput, TriggerRepeat, TriggerTest } from '@integration-queue/shared/trigger';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listCompanies, readCompanies } from '../companies/sql/read-companies.js';
import type { Actor } from '../workspaces/actor.js';
import { matches } from './matches.js';
import type { Occasion } from './occasion.js';
import { sendOf } from './sends.js';
import { recentVisits } from './sql/recent-visits.js';
import { checkSends, TriggersService } from './triggers.service.js';

/** Companies a test looks at. */
const COMPANIES = 100;
const DAY_MS = 86_400_000;

/** Tells what a trigger would have done, before it is switched on. */
@Injectable()
export class TriggerTestService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(TriggersService) private readonly triggers: TriggersService,
  ) {}

  /**
   * Looks at the last 100 companies: those that visited last, with their visits among the last 5,000 of the workspace; for a
   * trigger on companies, those created last, as they are now. Its repetition counts, its daily cap and what it fired for
   * before do not. Nothing is sent. Throws what saving it would throw.
   */
  async test(actor: Actor, trigger: TriggerInput): Promise<TriggerTest> {
    await checkSends(this.database, actor, trigger);
    await this.triggers.checkOffered(actor, trigger);
    const { workspaceId } = actor;
    const occasions = await (trigger.on === 'visit' ? this.visits(workspaceId) : this.companies(workspaceId));
    const byCompany = [...Map.groupBy(occasions, ({ company }) => company.id).values()];
    const items = byCompany.flatMap((own) => {
      const fired = firings(
        own.filter((occasion) => matches(trigger.conditions, occasion)),
        trigger.repeat,
      );
      const [first] = fired;
      if (!first) return [];
      const { id, name, domain } = first.company;
      const sends = trigger.actions.map((action) => titled(sendOf(action, first, trigger.integrationId), name));
      return [{ company: { id, name, domain: domain ?? null }, times: fired.length, sends }];
    });
    const times = items.reduce((sum, item) => sum + item.times, 0);
    return { checked: byCompany.length, matched: items.length, sends: times * trigger.actions.length, items };
  }

  /** The company that visited last comes first, each with its visits in the order of time. */
  private async visits(workspaceId: string): Promise<Occasion[]> {
    const visits = await recentVisits(this.database, workspaceId, COMPANIES);
    const last = new Map(visits.map(({ companyId, at }) => [companyId, at.getTime()]));
    const companies = await readCompanies(this.database, workspaceId, [...last.keys()]);
    return visits
      .toSorted((a, b) => last.get(b.companyId)! - last.get(a.companyId)!)
      .map(({ id, companyId, ...visit }) => ({ id, company: companies.get(companyId)!, visit }));
  }

  private async companies(workspaceId: string): Promise<Occasion[]> {
    const query = { after: null, limit: COMPANIES };
    const companies = await listCompanies(this.database, workspaceId, query);
    return companies.map((company) => ({ id: company.id, company, visit: null }));
  }
}

/** Of matching visits of one company, those the trigger would have fired for, had it been asked when they were. */
function firings(matching: Occasion[], repeat: TriggerRepeat): Occasion[] {
  if (repeat.kind === 'each') return matching;
  if (repeat.kind === 'once') return matching.slice(0, 1);
  let last = Number.NEGATIVE_INFINITY;
  return matching.filter(({ visit }) => {
    const at = visit?.at.getTime() ?? 0;
    if (at - last < repeat.days * DAY_MS) return false;
    last = at;
    return true;
  });
}

function titled({ object, deal, task }: ParsedSyncInput, name: string): { object: string; title: string } {
  return { object, title: deal?.title ?? task?.subject ?? name };
}
