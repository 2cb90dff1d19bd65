import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AddressGuard } from '../../crm/address-guard.js';
import { ENV, type Env } from '../../env.js';
import { ChangeListener } from '../../events/change-listener.js';
import { SigningSecrets } from '../signing-secrets.js';
import { forgetOldDeliveries } from '../sql/forget-old-deliveries.js';
import { type HeldEndpoint, releaseEndpoint, takeEndpoints } from '../sql/take-endpoints.js';
import { sendRound } from './endpoint-round.js';
import { Poster } from './post.js';

/** Retries become due, and a change may not have been heard: it looks by itself this often. */
const EVERY_MS = 5_000;
/** Changes within this time are one reason to look. */
const GATHER_MS = 200;
/** Endpoints one process sends to side by side: a slow one takes no other's place but one. */
const ENDPOINTS_AT_ONCE = 10;
/** After this long an endpoint goes to the end of the line. */
const SLICE_MS = 10_000;
const FORGET_EVERY_MS = 600_000;
const FORGET_LIMIT = 5_000;

/**
 * Delivers messages to endpoints. Any number of processes may do so: an endpoint has one holder at a time, by a lease that
 * outlives no dead process for long, and what was in the air then goes out again.
 */
@Injectable()
export class WebhookSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('WebhookSender');
  private readonly poster: Poster;
  private readonly stopping = new AbortController();
  private readonly serving = new Set<Promise<void>>();
  private looking: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private forgottenAt = 0;
  private unsubscribe = () => {};

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SigningSecrets) private readonly secrets: SigningSecrets,
    @Inject(ChangeListener) private readonly changes: ChangeListener,
    @Inject(ENV) env: Pick<Env, 'ALLOWED_ADDRESSES'>,
  ) {
    this.poster = new Poster(new AddressGuard(env.ALLOWED_ADDRESSES));
  }

  onApplicationBootstrap(): void {
    let gathering: NodeJS.Timeout | undefined;
    const heard = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        this.schedule(0);
      }, GATHER_MS);
    };
    const forget = this.changes.onChange(heard, heard);
    this.unsubscribe = () => {
      forget();
      clearTimeout(gathering);
    };
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.unsubscribe();
    clearTimeout(this.timer);
    this.stopping.abort();
    await this.looking;
    await Promise.all(this.serving);
    await this.poster.close();
  }

  /** Sends all that is due now and settles when it was tried; also what tests call. */
  async deliverDue(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.look();
      if (this.serving.size === 0) return;
      await Promise.all(this.serving);
    }
  }

  /** Starts sending to as many endpoints as there are places. */
  private async look(): Promise<void> {
    const free = ENDPOINTS_AT_ONCE - this.serving.size;
    if (free <= 0) return;
    for (const endpoint of await takeEndpoints(this.database, free)) {
      const served = this.serve(endpoint)
        .catch((error: unknown) => this.log.error(`Messages of ${endpoint.id} have to wait: ${String(error)}`))
        .finally(() => {
          this.serving.delete(served);
          if (this.timer) this.schedule(0);
        });
      this.serving.add(served);
    }
  }

  private async serve(endpoint: HeldEndpoint): Promise<void> {
    const { database, secrets, poster } = this;
    const stopping = this.stopping.signal;
    const until = performance.now() + SLICE_MS;
    try {
      while (!stopping.aborted && performance.now() < until) {
        if (!(await sendRound(endpoint, { database, secrets, poster, stopping }))) break;
      }
    } finally {
      await releaseEndpoint(database, endpoint);
    }
  }

  private async forget(): Promise<void> {
    if (Date.now() - this.forgottenAt < FORGET_EVERY_MS) return;
    if ((await forgetOldDeliveries(this.database, FORGET_LIMIT)) < FORGET_LIMIT) this.forgottenAt = Date.now();
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.looking = this.looking
        .then(() => this.look())
        .then(() => this.forget())
        .catch((error: unknown) => this.log.error(`Messages could not be looked for: ${String(error)}`))
        .finally(() => this.schedule(EVERY_MS * (0.8 + Math.random() * 0.4)));
    }, delay);
  }
}
