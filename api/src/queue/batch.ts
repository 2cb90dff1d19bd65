import type { MappingRow } from '@integration-queue/shared/mapping';
import type { Connector, Outcome, Properties } from '../crm/connector.js';
import type { CrmProblem, CrmProblemKind } from '../crm/errors.js';
import { rowLeftOut } from '../crm/failures.js';
import { currentMapping, type CurrentMapping, mappingVersions } from '../integrations/mapping/current.js';
import { askToWrite, asProblem } from './ask.js';
import { backoff } from './backoff.js';
import { fence } from './fence.js';
import type { Answers, LookingUp, Paced } from './looking-up.js';
import { CANCELLED } from './matching.js';
import { NO_MAPPING } from './no-mapping.js';
import { optionsToTellApart } from './options-to-tell-apart.js';
import { arrived, type Prepared, prepareRow } from './preparing.js';
import { settleRows, type SettlingContext } from './settling.js';
import { blockedDomain, mayBeUnchanged, skipped } from './skipping.js';
import type { ClaimedSync } from './sql/claim.js';
import { judge, type Verdict } from './verdicts.js';

/** Problems that concern the integration although a single row brought them up. */
const CONCERNS_ALL = new Set<CrmProblemKind>(['mapping_broken', 'unauthorized', 'rate_limited', 'unreachable']);

/** How a batch went, for the tick that steers by it. */
export interface BatchResult {
  /** Rows that came to an end. */
  settled: number;
  /** Set where a whole call failed or the integration is to blame. */
  problem: CrmProblem | null;
  /** The CRM answered at least one write. */
  answered: boolean;
  /** The CRM took a value without a word and did not keep it. */
  dropped: boolean;
}

export interface BatchContext extends SettlingContext {
  connector: Connector;
  lookingUp: LookingUp;
  probing: boolean;
  paced: Paced;
  /** Domains whose companies are not sent. */
  blocked: ReadonlySet<string>;
  /** Told of a problem before the rows are settled, so that no other call leaves into it. */
  halt: (problem: CrmProblem) => void;
}

/** Takes one claimed batch through look-up, mapping, write-ahead, call and settlement. */
export class Batch {
  private readonly result: BatchResult = { settled: 0, problem: null, answered: false, dropped: false };
  /** A failed batch waits together, so that it is one batch again; long enough for the CRM's search to know of it. */
  private readonly delayMs: number;
  /** In force; null until it is known. */
  private mapping: CurrentMapping | null = null;
  /** Those that rows are sent with although another is in force. */
  private pinned = new Map<number, CurrentMapping>();
  /** What left, by row. */
  private readonly sent = new Map<string, Properties>();

  constructor(
    private readonly context: BatchContext,
    /** Without those that are left out. */
    private rows: ClaimedSync[],
  ) {
    this.delayMs = Math.max(
      backoff(Math.max(...rows.map((row) => row.attempts))),
      context.connector.limits.searchLagMs,
    );
  }

  async run(): Promise<BatchResult> {
    const { reach, database, integration } = this.context;
    const startedAt = new Date();
    await reach('after-claim');
    const mapping = await currentMapping(database, integration.id, this.rows[0]!.object);
    if (!mapping) {
      await this.fail(this.rows, NO_MAPPING, false, startedAt);
      return this.result;
    }
    this.mapping = mapping;
    const versions = new Set(this.rows.flatMap(({ pinnedMapping }) => pinnedMapping ?? []));
    this.pinned = await mappingVersions(database, integration.id, this.rows[0]!.object, [...versions]);
    await this.leaveOutBlocked(startedAt);
    if (this.rows.length === 0) return this.result;
    const answers = await this.lookUp(startedAt);
    if (!answers) return this.result;
    await reach('after-lookup');
    await this.send(await this.prepare(answers, startedAt));
    return this.result;
  }

  /** Before anything is asked of the CRM about them. */
  private async leaveOutBlocked(startedAt: Date): Promise<void> {
    const { blocked, connector } = this.context;
    const ended = this.rows.flatMap((row): [ClaimedSync, Verdict][] => {
      const name = blockedDomain(row, blocked);
      return name === null ? [] : [[row, skipped(row, { code: 'blocked_domain', name }, connector)]];
    });
    if (ended.length === 0) return;
    const out = new Set(ended.map(([row]) => row));
    this.rows = this.rows.filter((row) => !out.has(row));
    await this.settle(ended, startedAt);
  }

  private async lookUp(startedAt: Date): Promise<Answers | null> {
    try {
      const { lookingUp, connector } = this.context;
      const unchanged = this.rows.filter((row) => mayBeUnchanged(row, this.mappingOf(row), connector.limits));
      return await lookingUp.find(this.rows, this.mappedRows(), new Set(unchanged));
    } catch (error) {
      await this.fail(this.rows, asProblem(error), false, startedAt);
      return null;
    }
  }

  /** Decides per row: already there, to be sent, or not sendable; settles what is not to be sent. */
  private async prepare({ found, refused }: Answers, startedAt: Date): Promise<Prepared[]> {
    const { connector, database, integration } = this.context;
    const { object } = this.rows[0]!;
    const required = integration.required[object] ?? [];
    const options = await optionsToTellApart(database, integration.id, object, this.mappedRows());
    const shared = { connector, required, options };
    const prepared: Prepared[] = [];
    const ended: [ClaimedSync, Verdict][] = [];
    for (const row of this.rows) {
      const unasked = refused.get(row.recordKey);
      const next = unasked
        ? this.judge(row, unasked, false)
        : prepareRow(row, found.get(row.recordKey), { ...shared, mapping: this.mappingOf(row) });
      if ('item' in next) prepared.push(next);
      else ended.push([row, next]);
    }
    await this.settle(ended, startedAt);
    return prepared;
  }

  private async send(items: Prepared[]): Promise<void> {
    if (items.length === 0) return;
    const { connector, paced, reach } = this.context;
    let leaving: Prepared[] | undefined;
    let startedAt = new Date();
    try {
      const outcomes = await paced(
        async () => {
          leaving = await fence(this.context, items, (staying) => this.handBack(staying));
          startedAt = new Date();
          if (leaving.length === 0) return undefined;
          const batch = leaving.map(({ item }) => item);
          for (const { row, item } of leaving) this.sent.set(row.id, item.properties);
          return askToWrite(connector, items[0]!.row.object, batch);
        },
        connector.requests?.(items[0]!.row.object, { write: items.map(({ item }) => item) }),
      );
      if (!outcomes) return;
      await reach('after-send');
      this.result.answered = true;
      await this.settleOutcomes(leaving!, outcomes, startedAt);
    } catch (error) {
      const problem = asProblem(error);
      const affected = leaving ?? items;
      if (problem.kind === 'batch_rejected') {
        this.result.answered = true;
        if (affected.length > 1) return this.sendHalves(affected);
      }
      await this.fail(
        affected.map(({ row }) => row),
        problem,
        leaving !== undefined,
        startedAt,
      );
    }
  }

  private async sendHalves(items: Prepared[]): Promise<void> {
    const middle = Math.ceil(items.length / 2);
    await this.send(items.slice(0, middle));
    await this.send(items.slice(middle));
  }

  /** As it was: nothing of it left. */
  private handBack(items: Prepared[]): Promise<void> {
    return this.settle(
      items.map(({ row }) => [row, { ...CANCELLED, maybeSent: row.maybeSent }]),
      new Date(),
    );
  }

  private async settleOutcomes(sent: Prepared[], outcomes: Outcome[], startedAt: Date): Promise<void> {
    const verdicts = sent.map((prepared, index): [ClaimedSync, Verdict] => {
      const { row } = prepared;
      const outcome = outcomes[index] ?? { kind: 'failed', problem: rowLeftOut() };
      if (outcome.kind === 'written') return [row, arrived(prepared, outcome, this.context.connector)];
      if (CONCERNS_ALL.has(outcome.problem.kind)) this.blame(outcome.problem);
      return [row, this.judge(row, outcome.problem, true, false)];
    });
    await this.settle(verdicts, startedAt);
  }

  private judge(row: ClaimedSync, problem: CrmProblem, left: boolean, wholeCall = true): Verdict {
    const verdict = judge(row, problem, {
      wholeCall,
      left,
      probing: this.context.probing,
      delayMs: this.delayMs,
      recreate: this.context.integration.whenDeleted === 'recreate',
    });
    return { ...verdict, sent: left ? this.sent.get(row.id) : undefined, shared: wholeCall && this.rows.length > 1 };
  }

  /** A call failed for all its rows. */
  private async fail(rows: ClaimedSync[], problem: CrmProblem, left: boolean, startedAt: Date): Promise<void> {
    if (problem.kind !== 'batch_rejected') this.blame(problem);
    await this.settle(
      rows.map((row) => [row, this.judge(row, problem, left)]),
      startedAt,
    );
  }

  private mappingOf({ pinnedMapping }: ClaimedSync): CurrentMapping | null {
    return (pinnedMapping === null ? undefined : this.pinned.get(pinnedMapping)) ?? this.mapping;
  }

  /** Of all mappings the rows are sent with. */
  private mappedRows(): MappingRow[] {
    return [...new Set(this.rows.map((row) => this.mappingOf(row)))].flatMap((mapping) => mapping?.rows ?? []);
  }

  private blame(problem: CrmProblem): void {
    this.result.problem ??= problem;
    this.context.halt(problem);
  }

  private async settle(verdicts: [ClaimedSync, Verdict][], startedAt: Date): Promise<void> {
    this.result.dropped ||= verdicts.some(([, { fields }]) => fields?.some(({ verdict }) => verdict === 'dropped'));
    this.result.settled += await settleRows(this.context, {
      startedAt,
      verdicts,
      mappingVersion: (row) => this.mappingOf(row)?.version,
    });
  }
}
