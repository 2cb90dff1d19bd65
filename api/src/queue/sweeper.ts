import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  Optional,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { forgetOldImports } from '../companies/import/sql/forget-old-imports.js';
import { SchemaWatch } from '../integrations/schema-watch/schema-watch.js';
import { forgetOldFirings } from '../triggers/sql/forget-old-firings.js';
import { Doorbell } from './doorbell.js';
import { dueIntegrations } from './sql/due-integrations.js';
import { foldCounts } from './sql/fold-counts.js';
import { forgetOldAnswers } from './sql/forget-old-answers.js';
import { reap } from './sql/reap.js';
import { wakeWaiting } from './sql/wake-waiting.js';

/** Between two sweeps of one process; any number of processes may sweep. */
const EVERY_MS = 5_000;
const REAP_LIMIT = 5_000;
const WAKE_LIMIT = 5_000;
const FOLD_LIMIT = 50_000;
/** What is kept for 24 hours need not be looked for every few seconds. */
const SWEEPS_TO_FORGET = 20;
const FORGET_LIMIT = 10_000;
/** Once there is no more to forget of what is kept for days. */
const FORGET_EVERY_MS = 3_600_000;

/** Makes sure that no wake-up is lost: takes back what dead holders left and rings for what is due. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Sweeper');
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> = Promise.resolve();
  private stopped = false;
  private sweeps = 0;
  private daysForgottenAt = 0;
  /** A comparison with a CRM's schema under way: it may take as long as the CRM does, and no sweep waits for it. */
  private comparing: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Optional() @Inject(SchemaWatch) private readonly schemaWatch?: SchemaWatch,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.stopping.abort();
    await Promise.all([this.current, this.comparing]);
  }

  /** One sweep; also what tests call. */
  async sweep(): Promise<void> {
    await reap(this.database, REAP_LIMIT);
    await wakeWaiting(this.database, WAKE_LIMIT);
    await this.ringForDue();
    await foldCounts(this.database, FOLD_LIMIT);
    if (this.sweeps++ % SWEEPS_TO_FORGET === 0) await this.forget();
  }

  private async forget(): Promise<void> {
    await forgetOldAnswers(this.database);
    if (Date.now() - this.daysForgottenAt < FORGET_EVERY_MS) return;
    const firings = await forgetOldFirings(this.database, FORGET_LIMIT);
    const imports = await forgetOldImports(this.database, FORGET_LIMIT);
    if (Math.max(firings, imports) < FORGET_LIMIT) this.daysForgottenAt = Date.now();
  }

  /**
   * A line as long as what is due holds a ring for each already. Without this the rings of many sweeps would heap up while
   * all workers are busy, and a new integration would have to wait behind them all.
   */
  private async ringForDue(): Promise<void> {
    const due = Map.groupBy(await dueIntegrations(this.database), ({ provider }) => provider);
    for (const [provider, integrations] of due) {
      if ((await this.doorbell.waiting(provider)) >= integrations.length) continue;
      for (const { id } of integrations) await this.doorbell.ring(provider, id);
    }
  }

  private compareNext(): void {
    this.comparing ??= (this.schemaWatch?.checkNext(this.stopping.signal) ?? Promise.resolve())
      .catch((error: unknown) => this.log.error(`A schema could not be compared: ${String(error)}`))
      .finally(() => (this.comparing = null));
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.compareNext();
      this.current = this.sweep()
        .catch((error: unknown) => this.log.error(`The sweep broke off: ${String(error)}`))
        // Spread, so that many processes do not sweep at the same moment.
        .finally(() => this.schedule(EVERY_MS * (0.8 + Math.random() * 0.4)));
    }, delay);
  }
}
