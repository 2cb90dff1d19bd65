import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { DataSource } from 'typeorm';
import { AddressGuard } from '../crm/address-guard.js';
import { CrmHttp } from '../crm/http.js';
import { ENV, type Env } from '../env.js';
import { Vault } from '../ops/vault.js';
import { OAuthApps } from '../integrations/oauth/oauth-apps.js';
import { TokenEndpoint } from '../integrations/oauth/token-endpoint.js';
import { Tokens } from '../integrations/tokens.js';
import { Connectors } from './connectors.js';
import { type CrashPoint } from './crash-points.js';
import { Doorbell } from './doorbell.js';
import { tick } from './tick.js';

/** A ring further away than this is left to the sweeper. */
const LONGEST_DELAY_MS = 60_000;

/** Runs ticks in a worker process, rings again where something is left, and ends quietly at shutdown. */
@Injectable()
export class TickRunner implements BeforeApplicationShutdown {
  private readonly log = new Logger('Tick');
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private readonly connectors: Connectors;
  private readonly reach: ((point: CrashPoint) => void) | undefined;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(ENV) env: Env,
  ) {
    const vault = new Vault(env.SECRET_KEYS);
    const http = new CrmHttp(new AddressGuard(env.ALLOWED_ADDRESSES));
    const tokens = new Tokens(database, vault, new OAuthApps(env), new TokenEndpoint(http));
    this.connectors = new Connectors(vault, http, tokens);
    this.reach = crashAt(env.CRASH_AT);
  }

  async run(provider: Provider, integrationId: string): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const { database, connectors } = this;
    const work = tick(integrationId, {
      database,
      connectors,
      stopping: this.stopping.signal,
      ...(this.reach ? { reach: this.reach } : {}),
    });
    this.running.add(work);
    try {
      const { ringInMs } = await work;
      if (ringInMs !== null && ringInMs < LONGEST_DELAY_MS && !this.stopping.signal.aborted) {
        await this.doorbell.ring(provider, integrationId, Math.ceil(ringInMs));
      }
    } catch (error) {
      this.log.error(`The tick for ${integrationId} broke off: ${String(error)}`);
    } finally {
      this.running.delete(work);
    }
  }

  /** Claims nothing more; calls in the air end within their deadline and are settled. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.running);
  }
}

/** `CRASH_AT=after-send:3` kills this process the third time it gets there; for crash tests only. */
function crashAt(setting: string): ((point: CrashPoint) => void) | undefined {
  if (setting === '') return undefined;
  const [place, times = '1'] = setting.split(':');
  let left = Number(times);
  return (point) => {
    if (point === place && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
