import type { CrmField } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { Webhook } from 'standardwebhooks';
import { v7 as uuidv7 } from 'uuid';
import type {
  Account,
  Connection,
  Connector,
  Found,
  Limits,
  Lookup,
  Outcome,
  Prepared,
  WriteItem,
} from '../connector.js';
import { CrmProblem } from '../errors.js';
import type { CrmAnswer, CrmHttp } from '../http.js';
import { readFailure, readSuccess } from './answers.js';
import { batchMessage, type Message, pingMessage, singleMessage } from './payload.js';

const DEADLINE_MS = 15_000;

/**
 * Posts to any address, signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`). A
 * receiver cannot be asked what it has; a repeat carries the `webhook-id` of the first, so that it can be told.
 */
export class WebhookConnector implements Connector {
  readonly limits: Limits;
  private readonly url: string;
  private readonly isBatch: boolean;

  constructor(
    private readonly connection: Connection,
    private readonly http: CrmHttp,
  ) {
    const { settings } = connection;
    this.url = settings['baseUrl'] ?? '';
    this.isBatch = settings['mode'] === 'batch';
    this.limits = {
      batch: this.isBatch ? 100 : 1,
      // Nothing can be looked up.
      lookup: 0,
      inFlight: this.isBatch ? 2 : 5,
      budget: [],
      deadlineMs: DEADLINE_MS,
      searchLagMs: 0,
    };
  }

  /** Sends a message of type `ping`, which a receiver answers with success. */
  async account(signal: AbortSignal): Promise<Account> {
    const answer = await this.post(pingMessage(uuidv7(), new Date()), signal);
    if (!isSuccess(answer)) throw readFailure(answer, false);
    const { host, pathname } = new URL(this.url);
    return { id: this.url, name: `${host}${pathname === '/' ? '' : pathname}` };
  }

  async prepare(): Promise<Prepared> {
    this.signer();
    return { ready: true };
  }

  /** A receiver has no schema: it takes any field. */
  async fields(): Promise<CrmField[]> {
    return [];
  }

  async find(_object: SyncObject, lookups: Lookup[]): Promise<Found[]> {
    return lookups.map(({ key }) => ({ key, by: null, records: [] }));
  }

  async write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const [only] = items;
    const now = new Date();
    const message = this.isBatch || !only ? batchMessage(object, items, now) : singleMessage(object, only, now);
    const answer = await this.post(message, signal);
    if (isSuccess(answer)) return readSuccess(answer, items);
    const problem = readFailure(answer, items.length > 1);
    if (problem.kind === 'refused') return items.map(() => ({ kind: 'failed', problem }));
    throw problem;
  }

  /** A receiver is told of records, not to remove them. */
  async remove(): Promise<void> {}

  budget(): null {
    return null;
  }

  recordUrl(): null {
    return null;
  }

  private async post({ id, body }: Message, signal: AbortSignal): Promise<CrmAnswer> {
    const now = new Date();
    const token = await this.connection.token();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': this.signer().sign(id, now, body),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    return this.http.send({ method: 'POST', url: this.url, headers, body, signal, deadlineMs: DEADLINE_MS });
  }

  private signer(): Webhook {
    try {
      return new Webhook(this.connection.credentials['secret'] ?? '');
    } catch {
      throw new CrmProblem('unauthorized', {
        code: 'token_expired',
        message: 'The signing secret cannot be used',
        hint: 'Give one that begins with whsec_, as the receiver shows it',
      });
    }
  }
}

const isSuccess = ({ status }: CrmAnswer): boolean => status >= 200 && status < 300;
