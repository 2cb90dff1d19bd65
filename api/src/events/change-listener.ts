import { EventEmitter } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import pg from 'pg';
import { ENV, type Env } from '../env.js';
import { type Change, CHANGE_CHANNEL } from './notify.js';

/** A connection may be dead without either end knowing; it is asked this often. */
const HEARTBEAT_MS = 15_000;
const LONGEST_RECONNECT_MS = 10_000;

/**
 * Hears committed changes from all processes over one connection of this process, however many clients it has. After a
 * gap (`reconnected`) nobody knows what was missed, and every client is told to fetch anew.
 */
@Injectable()
export class ChangeListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('ChangeListener');
  private readonly emitter = new EventEmitter<{ change: [Change]; reconnected: [] }>().setMaxListeners(0);
  private client: pg.Client | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;

  constructor(@Inject(ENV) private readonly env: Env) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    await this.client?.end().catch(() => undefined);
  }

  onChange(listener: (change: Change) => void, onGap: () => void): () => void {
    this.emitter.on('change', listener).on('reconnected', onGap);
    return () => void this.emitter.off('change', listener).off('reconnected', onGap);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.env.DATABASE_URL,
      keepAlive: true,
      application_name: 'integration-queue events',
    });
    this.client = client;
    client.on('notification', ({ payload }) => this.emitter.emit('change', JSON.parse(payload ?? '{}') as Change));
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    try {
      await client.connect();
      await client.query(`listen ${CHANGE_CHANNEL}`);
    } catch {
      return this.lose(client);
    }
    if (this.failures > 0) this.emitter.emit('reconnected');
    this.failures = 0;
    this.heartbeat = setInterval(() => void client.query('select 1').catch(() => this.lose(client)), HEARTBEAT_MS);
  }

  private lose(client: pg.Client): void {
    if (this.stopped || this.client !== client) return;
    this.client = undefined;
    clearInterval(this.heartbeat);
    void client.end().catch(() => undefined);
    this.failures += 1;
    if (this.failures === 1) this.log.warn('The connection that hears changes broke off');
    this.retry = setTimeout(() => void this.connect(), Math.min(LONGEST_RECONNECT_MS, 100 * 2 ** this.failures));
  }
}
