import { setTimeout as sleep } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import type { DataSource } from 'typeorm';
import type { Connector } from '../crm/connector.js';
import { CrmProblem } from '../crm/errors.js';
import type { Mask } from '../crm/masking.js';
import { ask } from './ask.js';
import { Batch } from './batch.js';
import { type Connectors, UnopenedCredentials } from './connectors.js';
import type { ReachPoint } from './crash-points.js';
import { LookingUp } from './looking-up.js';
import { Pacer } from './pacer.js';
import { persist } from './persist.js';
import { rowLeaseMs } from './row-lease.js';
import { claim } from './sql/claim.js';
import { type Handover, keepLease, releaseLease } from './sql/keep-lease.js';
import { nextDue } from './sql/next-due.js';
import { postponeProbe } from './sql/postpone-probe.js';
import { type HeldIntegration, LEASE_SECONDS, takeLease } from './sql/take-lease.js';
import { asComplaint, Steering } from './steering.js';

/** How long one integration may work before the others get their turn. */
const SLICE_MS = 2_000;
/** A wait for the CRM's budget longer than this is not sat out: the lease is given back meanwhile. */
const LONGEST_WAIT_MS = 2_000;
/** After a tick that brought nothing to an end although something is due, which must not spin. */
const IDLE_RING_MS = 1_000;

export interface TickOptions {
  database: DataSource;
  connectors: Connectors;
  /** Aborted at shutdown: nothing more is claimed, what is in the air ends. */
  stopping: AbortSignal;
  /** How long it may work before the others get their turn, if not as long as in production. */
  sliceMs?: number;
  reach?: ReachPoint;
}

/** What a tick did. `ringInMs`: when to look again, null for nothing foreseeable. */
export interface TickResult {
  held: boolean;
  /** Syncs that came to an end. */
  settled: number;
  ringInMs: number | null;
}

/** One look at one integration: lease, claim, send, settle, as long as its slice lasts; then back in line. */
export async function tick(integrationId: string, options: TickOptions): Promise<TickResult> {
  const { database, reach = () => undefined } = options;
  const token = uuidv4();
  const integration = await takeLease(database, integrationId, token);
  if (!integration) return { held: false, settled: 0, ringInMs: null };
  const run = new TickRun(integration, token, options);
  const renewal = setInterval(() => run.renew(), (LEASE_SECONDS * 1000) / 3);
  try {
    await reach('after-lease');
    await run.work();
    await reach('before-release');
  } finally {
    clearInterval(renewal);
  }
  await persist(() => releaseLease(database, integrationId, token, run.handover()));
  await reach('after-release');
  const due = await persist(() => nextDue(database, integrationId));
  return { held: true, settled: run.settled, ringInMs: due === 0 && run.settled === 0 ? IDLE_RING_MS : due };
}

class TickRun {
  settled = 0;
  private readonly started = performance.now();
  private readonly steering: Steering;
  private readonly connector: Connector | null;
  private readonly mask: Mask;
  private readonly pacer: Pacer;
  private readonly lookingUp: LookingUp | null;
  private readonly blocked: ReadonlySet<string>;
  /** Calls that have their place in the budget, and whose answer has not said so yet. */
  private unanswered = 0;
  /** Batches that came to their end. */
  private landed = 0;
  private told: Handover['budget'] = null;
  /** A batch ended by what is nobody's answer: the database is away. Kept, since nobody may be waiting for it just then. */
  private broken: { cause: unknown } | null = null;

  constructor(
    private readonly integration: HeldIntegration,
    private readonly token: string,
    private readonly options: TickOptions,
  ) {
    const { database, connectors } = options;
    this.connector = openConnector(connectors, integration);
    this.mask = connectors.maskOf(integration.id);
    this.steering = new Steering(database, integration, this.mask);
    this.blocked = new Set(integration.blockedDomains);
    this.pacer = new Pacer(this.connector?.limits.budget ?? [], integration.pace);
    this.lookingUp = this.connector && new LookingUp(database, this.connector, integration.id, this.paced);
  }

  renew(): void {
    keepLease(this.options.database, this.integration.id, this.token).then(
      (kept) => (this.steering.stopped ||= !kept),
      () => (this.steering.stopped = true),
    );
  }

  handover(): Handover {
    const seconds = (performance.now() - this.started) / 1000;
    const rate = this.settled / Math.max(seconds, 0.05);
    const before = this.integration.settledPerSecond;
    return {
      pace: this.pacer.state(),
      settledPerSecond: this.settled === 0 ? null : before === null ? rate : before * 0.7 + rate * 0.3,
      budget: this.told,
    };
  }

  async work(): Promise<void> {
    const { connector, lookingUp, steering, integration } = this;
    if (!connector || !lookingUp) return steering.complain(UNOPENED);
    if (integration.status === 'needs_attention' && !(await this.probe(connector))) return;
    const inAir = new Set<Promise<void>>();
    try {
      for (;;) {
        const { landed } = this;
        const room = inAir.size < (steering.probing ? 1 : connector.limits.inFlight);
        if (room && this.mayClaim() && (await this.launch(connector, lookingUp, inAir))) continue;
        // What came down while the claim was looking may have let others go, which the claim did not see yet.
        if (this.landed !== landed) continue;
        if (inAir.size === 0) break;
        await Promise.race(inAir);
      }
    } finally {
      await Promise.all(inAir);
    }
    if (this.broken) throw this.broken.cause;
  }

  private mayClaim(): boolean {
    const { stopping, sliceMs = SLICE_MS } = this.options;
    return !this.steering.stopped && !stopping.aborted && performance.now() - this.started < sliceMs;
  }

  /** Claims a batch and sends it into the air. False: nothing is due, or the budget has to be waited for. */
  private async launch(connector: Connector, lookingUp: LookingUp, inAir: Set<Promise<void>>): Promise<boolean> {
    const { database, reach = () => undefined } = this.options;
    const { integration, token, steering, paced, mask, blocked } = this;
    const wait = this.pacer.wait();
    if (wait > LONGEST_WAIT_MS) {
      await steering.waitForBudget(wait);
      return false;
    }
    if (wait > 0) await sleep(Math.ceil(wait));
    const { probing } = steering;
    const limit = probing ? 1 : connector.limits.batch;
    const rows = await claim(database, integration.id, { token, limit, leaseMs: rowLeaseMs(connector) });
    if (rows.length === 0) return false;
    const halt = (problem: CrmProblem) => steering.halt(problem);
    const batch = new Batch(
      { database, integration, connector, lookingUp, token, probing, paced, halt, reach, mask, blocked },
      rows,
    );
    const flight: Promise<void> = batch
      .run()
      .then((result) => {
        this.settled += result.settled;
        return steering.learn(result);
      })
      .catch((cause: unknown) => {
        this.broken ??= { cause };
        steering.stopped = true;
      })
      .finally(() => {
        this.landed += 1;
        inAir.delete(flight);
      });
    inAir.add(flight);
    return true;
  }

  /**
   * Runs a call in its turn. One that would have to wait long is not made, so that its rows and the lease are not held,
   * nor is one that would meet what another met while it waited.
   */
  private readonly paced = async <T>(call: () => Promise<T>, requests = 1): Promise<T> => {
    if (this.pacer.wait(requests) > LONGEST_WAIT_MS) throw budgetUsedUp(this.pacer.wait(requests));
    const wait = this.pacer.take(requests);
    this.unanswered += 1;
    try {
      if (wait > 0) await sleep(Math.ceil(wait));
      if (this.steering.halted) throw this.steering.halted;
      const answer = await call();
      if (answer !== undefined) this.listen();
      return answer;
    } catch (error) {
      if (error !== this.steering.halted && hasAnswer(error)) this.listen();
      throw error;
    } finally {
      this.unanswered -= 1;
    }
  };

  /** What the CRM's answer says of the budget; the call it answers is counted in it. */
  private listen(): void {
    const budget = this.connector?.budget();
    if (!budget) return;
    this.pacer.tell(budget, this.unanswered - 1);
    const { limit, remaining } = budget;
    this.told = { limit, used: limit - remaining, at: new Date().toISOString() };
  }

  /** Asks the CRM who we are. A token that works again clears its complaint; a mapping proves itself with one row. */
  private async probe(connector: Connector): Promise<boolean> {
    const { integration, steering } = this;
    const { database } = this.options;
    try {
      await this.paced(() => ask(connector, (signal) => connector.account(signal)));
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      if (error.kind === 'unauthorized') await steering.complain(asComplaint(error));
      else await postponeProbe(database, integration.id, error.details.retryAfterMs);
      return false;
    }
    if (isMappingCode(integration.errorCode)) await postponeProbe(database, integration.id);
    else await steering.recovered();
    return true;
  }
}

function openConnector(connectors: Connectors, integration: HeldIntegration): Connector | null {
  try {
    return connectors.of(integration);
  } catch (error) {
    if (error instanceof UnopenedCredentials) return null;
    throw error;
  }
}

const UNOPENED = {
  code: 'token_expired',
  message: 'The stored credentials can no longer be opened',
  hint: 'Connect the integration again',
};

/** Without one, a connector still remembers what an earlier answer said of the budget. */
function hasAnswer(error: unknown): boolean {
  return error instanceof CrmProblem && error.details.httpStatus !== undefined;
}

function budgetUsedUp(retryAfterMs: number): CrmProblem {
  return new CrmProblem('rate_limited', {
    code: 'rate_limited',
    message: 'The CRM’s request budget is used up',
    hint: 'It goes on by itself',
    retryAfterMs,
  });
}

function isMappingCode(code: string | null): boolean {
  return code !== null && ['mapping_broken', 'unknown_field', 'read_only_field', 'key_field_missing'].includes(code);
}
