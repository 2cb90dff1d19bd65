import { afterEach, beforeEach, expect } from '@jest/globals';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { AddressGuard } from '../../src/crm/address-guard.js';
import type { Connection, Connector, Outcome, Properties, WriteItem } from '../../src/crm/connector.js';
import { CrmProblem, type CrmProblemDetails } from '../../src/crm/errors.js';
import { CrmHttp } from '../../src/crm/http.js';
import { openLine, type Line } from './line.ts';
import { startStandIn, type StandIn, type StandInRecord } from './stand-in.ts';
import type { ConnectorSubject } from './subject.ts';

/** A refusal as tests compare it. */
export type Told = Partial<CrmProblemDetails> & { kind: string };

/** What one test works with: a prepared connector, its stand-in and the line between; new for every test. */
export class Bench {
  standIn!: StandIn;
  line!: Line;
  connector!: Connector;
  private http!: CrmHttp;
  private keys = 0;

  constructor(readonly subject: ConnectorSubject) {
    beforeEach(() => this.open());
    afterEach(() => this.close());
  }

  private async open(): Promise<void> {
    this.standIn = await (this.subject.standIn ?? startStandIn)();
    this.line = await openLine(this.standIn.url);
    this.http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
    this.connector = this.connect();
    await this.connector.prepare(this.patience);
    this.line.calls.length = 0;
  }

  private async close(): Promise<void> {
    await this.http.close();
    await this.line.close();
    await this.standIn.close();
  }

  /** Another connector to the same server. */
  connect(changes: Partial<Connection> & { url?: string } = {}): Connector {
    const { url = this.line.url, ...rest } = changes;
    const { token } = this.standIn;
    return this.subject.provider.create(
      {
        ...this.subject.connection(url, token),
        token: () => Promise.resolve(token),
        renewToken: () => Promise.resolve(null),
        ...rest,
      },
      this.http,
    );
  }

  /** A signal for calls that are not to be given up. */
  get patience(): AbortSignal {
    return new AbortController().signal;
  }

  /** How many rows are tried in one call. */
  get rowsOfOneCall(): number {
    return Math.min(4, this.connector.limits.batch);
  }

  newKey(): string {
    return `0190a000-0000-7000-8000-${String(++this.keys).padStart(12, '0')}`;
  }

  /** A company to write, with a name and a key of its own. */
  company(properties: Properties = {}, more: Partial<WriteItem> = {}): WriteItem {
    const key = more.key ?? this.newKey();
    return { key, properties: { [this.subject.company.name]: `Company ${key.slice(-3)}`, ...properties }, ...more };
  }

  /**
   * Delivers as the queue does: in calls as large as the CRM takes, a refused call split until the guilty row is alone.
   * A failure of a whole call is each of its rows'.
   */
  async deliver(items: WriteItem[], object: SyncObject = 'company', connector = this.connector): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const size = connector.limits.batch;
    for (let start = 0; start < items.length; start += size) {
      outcomes.push(...(await this.split(items.slice(start, start + size), object, connector)));
    }
    return outcomes;
  }

  private async split(items: WriteItem[], object: SyncObject, connector: Connector): Promise<Outcome[]> {
    try {
      const outcomes = await connector.write(object, items, this.patience);
      expect(outcomes).toHaveLength(items.length);
      return outcomes;
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      if (error.kind !== 'batch_rejected' || items.length === 1) {
        return items.map(() => ({ kind: 'failed', problem: error }));
      }
      const middle = Math.ceil(items.length / 2);
      const halves = [items.slice(0, middle), items.slice(middle)];
      return [await this.split(halves[0]!, object, connector), await this.split(halves[1]!, object, connector)].flat();
    }
  }

  /** Delivers one row. */
  async deliverOne(item: WriteItem, object: SyncObject = 'company', connector = this.connector): Promise<Outcome> {
    return (await this.deliver([item], object, connector))[0]!;
  }

  /** Delivers one row that must be written, and answers how. */
  async written(item: WriteItem, object: SyncObject = 'company'): Promise<Outcome & { kind: 'written' }> {
    const outcome = await this.deliverOne(item, object);
    if (outcome.kind === 'written') return outcome;
    const { kind, details } = outcome.problem;
    throw new Error(`It should have been written, but was not: ${kind} ${JSON.stringify(details)}`);
  }

  /** Writes one row straight and answers the failure it must end with. */
  async refused(item: WriteItem, connector = this.connector): Promise<Told> {
    return told(await this.deliverOne(item, 'company', connector));
  }

  companies(): Promise<StandInRecord[]> {
    return this.standIn.records('company');
  }

  /** A stand-in record's value of what was written to `field`. */
  stored(record: StandInRecord | undefined, field: 'name' | 'longText' | 'number' | 'short'): unknown {
    const usual = { name: 'name', longText: 'description', number: 'employees', short: 'name' }[field];
    return record?.properties[this.subject.stored?.[field] ?? usual];
  }
}

/** The failure of an outcome. */
export function told(outcome: Outcome | undefined): Told {
  if (outcome?.kind !== 'failed') throw new Error(`It should have failed: ${JSON.stringify(outcome)}`);
  return { kind: outcome.problem.kind, ...outcome.problem.details };
}

/** The failure of a call. */
export async function toldBy(call: Promise<unknown>): Promise<Told> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CrmProblem) return { kind: error.kind, ...error.details };
    throw error;
  }
  throw new Error('The call should have failed');
}
