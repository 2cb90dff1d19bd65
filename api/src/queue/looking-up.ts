import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import type { Connector, Found, Lookup } from '../crm/connector.js';
import { CrmProblem } from '../crm/errors.js';
import { needsBefore } from '../integrations/mapping/apply.js';
import { ask } from './ask.js';
import type { ClaimedSync } from './sql/claim.js';
import { peek } from './sql/peek.js';

/** Runs a call of so many requests when the pacing lets it leave; undefined where nothing left in the end. */
export type Paced = <T>(call: () => Promise<T>, requests?: number) => Promise<T>;

/** What one batch wants to know. */
interface Question {
  lookups: Lookup[];
  answers: Answers;
  answered: boolean;
}

/** What look-ups answered, by record key: what was found, or why the CRM did not take the question. */
export interface Answers {
  found: Map<string, Found>;
  refused: Map<string, CrmProblem>;
}

/**
 * Finds the CRM records of claimed rows. One call also asks for rows that will be claimed next; their answers are kept
 * for the length of a tick. One call at a time: batches that come while it is under way ask together in the next one,
 * since a search takes many questions and vendors allow few searches.
 */
export class LookingUp {
  private readonly ahead = new Map<string, Found>();
  private readonly waiting = new Map<SyncObject, Question[]>();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly connector: Connector,
    private readonly integrationId: string,
    private readonly paced: Paced,
  ) {}

  /**
   * Answers for the rows that need one: those whose outcome, or whose record's, is unknown (always asked anew), companies
   * that may be in the CRM by domain, those that may be `unchanged`, and, where the mapping asks for the values there, all
   * that are linked.
   */
  async find(
    rows: ClaimedSync[],
    mapping: MappingRow[],
    unchanged: ReadonlySet<ClaimedSync> = new Set(),
  ): Promise<Answers> {
    const answers: Answers = { found: new Map(), refused: new Map() };
    const lookups: Lookup[] = [];
    const all = needsBefore(mapping);
    for (const row of rows) {
      const doubtful = row.maybeSent || row.recordUnknown;
      if (!doubtful && !(all && row.crmId !== null) && !mayBeThere(row) && !unchanged.has(row)) continue;
      const lookup = asLookup(row);
      if (!this.takeAhead(lookup, { answers })) lookups.push(lookup);
    }
    if (lookups.length === 0 || this.connector.limits.lookup === 0) return answers;
    const object = rows[0]!.object;
    const question: Question = { lookups, answers, answered: false };
    this.waiting.set(object, [...(this.waiting.get(object) ?? []), question]);
    await this.inTurn(async () => {
      if (question.answered) return;
      const together = this.waiting.get(object) ?? [];
      this.waiting.delete(object);
      try {
        await this.askTogether(object, together, mapping);
      } catch (error) {
        // The others ask for themselves: a call that failed need not fail again.
        const others = together.filter((other) => other !== question);
        this.waiting.set(object, [...others, ...(this.waiting.get(object) ?? [])]);
        throw error;
      }
    });
    return answers;
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    const before = this.turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.turn = promise;
    await before;
    try {
      await work();
    } finally {
      resolve();
    }
  }

  private async askTogether(object: SyncObject, questions: Question[], mapping: MappingRow[]): Promise<void> {
    // While these waited, an earlier call may have asked for them as those to come.
    for (const question of questions)
      question.lookups = question.lookups.filter((one) => !this.takeAhead(one, question));
    const asked = questions.flatMap(({ lookups }) => lookups);
    const all: Answers = { found: new Map(), refused: new Map() };
    if (asked.length > 0) {
      const coming = await this.coming(object, new Set(asked.map(({ key }) => key)), asked.length);
      const targets = mapping.map(({ target }) => target);
      await this.ask(object, [...asked, ...coming], targets, all);
      for (const { key } of coming) {
        const found = all.found.get(key);
        if (found) this.ahead.set(key, found);
      }
    }
    for (const question of questions) {
      for (const { key } of question.lookups) {
        const [found, refused] = [all.found.get(key), all.refused.get(key)];
        if (found) question.answers.found.set(key, found);
        if (refused) question.answers.refused.set(key, refused);
      }
      question.answered = true;
    }
  }

  /** Answers a look-up from what was asked ahead, unless it has to be asked anew. */
  private takeAhead({ key, crmId, mayBeOurs }: Lookup, { answers }: Pick<Question, 'answers'>): boolean {
    const known = mayBeOurs || crmId !== undefined ? undefined : this.ahead.get(key);
    this.ahead.delete(key);
    if (known) answers.found.set(key, known);
    return known !== undefined;
  }

  private async coming(object: SyncObject, claimed: Set<string>, taken: number): Promise<Lookup[]> {
    const room = this.connector.limits.lookup - (taken % this.connector.limits.lookup);
    if (object !== 'company' || room === this.connector.limits.lookup) return [];
    const rows = await peek(this.database, this.integrationId, object, room);
    return rows
      .filter((row) => row.companyDomain !== null && !claimed.has(row.recordKey) && !this.ahead.has(row.recordKey))
      .map(({ recordKey, companyDomain }) => ({ key: recordKey, ...(companyDomain ? { domain: companyDomain } : {}) }));
  }

  private async ask(object: SyncObject, lookups: Lookup[], targets: string[], answers: Answers): Promise<void> {
    const size = this.connector.limits.lookup;
    for (let start = 0; start < lookups.length; start += size) {
      await this.askFor(object, lookups.slice(start, start + size), targets, answers);
    }
  }

  /** A question refused as a whole is split until the one the CRM does not take is alone. */
  private async askFor(object: SyncObject, lookups: Lookup[], targets: string[], answers: Answers): Promise<void> {
    try {
      const found = await this.paced(
        () => ask(this.connector, (signal) => this.connector.find(object, lookups, signal, targets)),
        this.connector.requests?.(object, { find: lookups }),
      );
      for (const answer of found) answers.found.set(answer.key, answer);
    } catch (error) {
      if (!(error instanceof CrmProblem) || error.kind !== 'batch_rejected') throw error;
      if (lookups.length === 1) {
        answers.refused.set(lookups[0]!.key, error);
        return;
      }
      const middle = Math.ceil(lookups.length / 2);
      await this.askFor(object, lookups.slice(0, middle), targets, answers);
      await this.askFor(object, lookups.slice(middle), targets, answers);
    }
  }
}

function mayBeThere(row: ClaimedSync): boolean {
  return row.object === 'company' && row.crmId === null && row.companyDomain !== null && !row.createNew;
}

function asLookup(row: ClaimedSync): Lookup {
  const { recordKey, crmId, object, companyDomain, maybeSent, recordUnknown, createNew } = row;
  return {
    key: recordKey,
    ...(crmId ? { crmId } : {}),
    ...(object === 'company' && companyDomain && !crmId && !createNew ? { domain: companyDomain } : {}),
    ...(maybeSent || recordUnknown ? { mayBeOurs: true } : {}),
  };
}
