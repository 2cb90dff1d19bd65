import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChangeListener } from '../../events/change-listener.js';
import { findNews } from '../sql/find-news.js';
import { holdAlert, recordFailure, recordTold, skipSlots } from '../sql/hold-alert.js';
import { compose, isWorthTelling } from './compose.js';
import { Messenger } from './messenger.js';

/** Workspaces in which something changed are looked at this often, all of them every sixth time. */
const EVERY_MS = 10_000;
const ALL_EVERY = 6;
/** So many are told at the same time: one whose receiver is slow holds back no other. */
const AT_ONCE = 5;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Tells people what changed since they were told last. Any number of processes may do so. */
@Injectable()
export class AlertSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('AlertSender');
  private readonly stopping = new AbortController();
  private readonly heard = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> = Promise.resolve();
  private looks = 0;
  private unsubscribe = () => {};

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Messenger) private readonly messenger: Messenger,
    @Inject(ChangeListener) private readonly changes: ChangeListener,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.changes.onChange(
      ({ workspaceId }) => this.heard.add(workspaceId),
      () => (this.looks = 0),
    );
    this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.unsubscribe();
    clearTimeout(this.timer);
    this.stopping.abort();
    await this.current;
  }

  /** Tells all that is new, in these workspaces or everywhere; also what tests call. */
  async tell(workspaceIds: string[] | null = null): Promise<void> {
    const found = await findNews(this.database, { workspaceIds });
    const ids = [...new Set(found.map((one) => one.alertId))];
    const tellNext = async () => {
      for (let id = ids.shift(); id !== undefined && !this.stopping.signal.aborted; id = ids.shift())
        await this.tellOne(id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, tellNext));
    if (this.stopping.signal.aborted) return;
    if (workspaceIds === null) await skipSlots(this.database);
  }

  private async tellOne(id: string): Promise<void> {
    const token = randomUUID();
    const alert = await holdAlert(this.database, id, token);
    if (!alert) return;
    // Read again, since another process may have told it between the look and the hold.
    const news = await findNews(this.database, { heldId: id });
    const telling = news.filter(isWorthTelling);
    try {
      if (telling.length > 0) {
        await this.messenger.send(alert, compose(telling, alert.language), this.stopping.signal);
      }
    } catch (error) {
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(alert.failures, 10));
      await recordFailure(this.database, {
        id,
        token,
        error: error instanceof Error ? error.message : String(error),
        waitMs,
      });
      return;
    }
    await recordTold(this.database, { id, token, news, told: telling });
  }

  private schedule(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.current = this.look()
        .catch((error: unknown) => this.log.error(`Alerts have to wait: ${String(error)}`))
        .finally(() => this.schedule());
    }, EVERY_MS);
  }

  private async look(): Promise<void> {
    const isAll = this.looks % ALL_EVERY === 0;
    this.looks += 1;
    const heard = [...this.heard];
    this.heard.clear();
    if (isAll) await this.tell();
    else if (heard.length > 0) await this.tell(heard);
  }
}
