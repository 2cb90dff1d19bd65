import type { DataSource } from 'typeorm';
import type { CrmProblem } from '../crm/errors.js';
import type { Mask } from '../crm/masking.js';
import { blockUntil, clearAttention, type Complaint, markHealthy, markNeedsAttention } from '../integrations/health.js';
import { expectChangedSchema } from '../integrations/schema-watch/sql/due-check.js';
import { backoff } from './backoff.js';
import type { BatchResult } from './batch.js';
import type { HeldIntegration } from './sql/take-lease.js';

/** A CRM that is down is tried again at least this often. */
const LONGEST_BLOCK_MS = 60_000;
/** Failed calls in a row after which a CRM counts as unreachable. */
const FAILURES_TO_STOP = 3;
/** A CRM that said it had enough, but not for how long. */
const UNTOLD_WAIT_MS = 10_000;

/** Answers that say that the CRM's schema is not what the mapping was made for. */
const SCHEMA_CODES: ReadonlySet<string> = new Set(['unknown_field', 'read_only_field']);

/**
 * What the ends of a tick's calls mean for the integration: go on, slow down, stop for a while, or call for a person.
 * Calls in the air together fail for one cause, so a tick complains once and counts an outage once.
 */
export class Steering {
  /** Nothing more is claimed in this tick. */
  stopped = false;
  /** Why no further call may leave in this tick. */
  halted: CrmProblem | null = null;
  /** One careful row at a time, until one call went through. */
  probing: boolean;
  private status: HeldIntegration['status'];
  private failures: number;
  private complained = false;
  private doubted = false;
  private down = false;

  constructor(
    private readonly database: DataSource,
    private readonly integration: HeldIntegration,
    /** Hides the integration's secrets in what its CRM said. */
    private readonly mask: Mask,
  ) {
    this.status = integration.status;
    this.failures = integration.failures;
    this.probing = integration.probing || integration.status === 'needs_attention';
  }

  /** A call met a problem that the next one would meet as well. Its batch is not settled yet: nothing may leave meanwhile. */
  halt(problem: CrmProblem): void {
    if (problem.kind === 'transient' && !this.probing) return;
    this.halted ??= problem;
    this.stopped = true;
  }

  /** A batch ended. */
  async learn({ problem, answered, dropped }: BatchResult): Promise<void> {
    if (dropped) await this.doubtSchema();
    if (problem) return this.stopFor(problem);
    if (!answered) return;
    if (this.status === 'needs_attention') await this.recovered();
    if (this.failures > 0 || this.probing) await markHealthy(this.database, this.integration.id);
    this.failures = 0;
    this.probing = false;
  }

  /** The complaint is gone; one careful row goes first. */
  async recovered(): Promise<void> {
    await clearAttention(this.database, this.integration.id);
    this.status = 'active';
  }

  /** The budget is used up for `delayMs`: longer than a tick waits. */
  async waitForBudget(delayMs: number): Promise<void> {
    this.stopped = true;
    await blockUntil(this.database, this.integration.id, { reason: 'rate_limited', delayMs, probing: false });
  }

  /** A person has to do something. */
  async complain({ code, message, hint }: Complaint): Promise<void> {
    this.stopped = true;
    if (this.complained) return;
    this.complained = true;
    await markNeedsAttention(this.database, this.integration.id, {
      code,
      message: this.mask(message),
      hint: this.mask(hint),
    });
    if (SCHEMA_CODES.has(code)) await expectChangedSchema(this.database, this.integration.id, 'refused');
  }

  /**
   * Some CRMs say nothing to a field that was deleted, and drop its value. Others drop some values every time, by a rule of
   * theirs, so this asks for the schema less often than a refusal does.
   */
  private async doubtSchema(): Promise<void> {
    if (this.doubted) return;
    this.doubted = true;
    await expectChangedSchema(this.database, this.integration.id, 'doubted');
  }

  private async stopFor(problem: CrmProblem): Promise<void> {
    switch (problem.kind) {
      case 'rate_limited':
        return this.waitForBudget(problem.details.retryAfterMs ?? UNTOLD_WAIT_MS);
      case 'unauthorized':
      case 'mapping_broken':
        return this.complain(asComplaint(problem));
      case 'transient':
      case 'unreachable':
        return this.countFailure(problem);
      case 'refused':
      case 'batch_rejected':
        return;
    }
  }

  private async countFailure(problem: CrmProblem): Promise<void> {
    if (this.down) return;
    this.failures += 1;
    this.down = problem.kind === 'unreachable' || this.probing || this.failures >= FAILURES_TO_STOP;
    if (!this.down) {
      await this.database.query('update integration set failures = failures + 1 where id = $1', [this.integration.id]);
      return;
    }
    this.halted ??= problem;
    this.stopped = true;
    await blockUntil(this.database, this.integration.id, {
      reason: 'crm_unreachable',
      delayMs: Math.min(LONGEST_BLOCK_MS, backoff(this.failures - 1)),
      probing: true,
    });
  }
}

/** The words of a problem, as an integration keeps them. */
export function asComplaint({ details: { code, message, hint = '' } }: CrmProblem): Complaint {
  return { code, message, hint };
}
