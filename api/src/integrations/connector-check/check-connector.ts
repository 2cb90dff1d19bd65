import type { MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Connector, Found, Lookup, Outcome, Properties, WriteItem } from '../../crm/connector.js';
import { CrmProblem } from '../../crm/errors.js';
import type { CrmProvider } from '../../crm/provider.js';
import { applyMapping } from '../mapping/apply.js';
import { writeReceipt } from '../mapping/receipt.js';
import { deliver } from './deliver.js';
import { samplesFor } from './samples.js';
import { spoil } from './spoil.js';

/** How one thing went. `notes` are worth reading although it passed. */
export interface CheckStep {
  title: string;
  passed: boolean;
  /** What went wrong, for a person. */
  failure?: string;
  notes: string[];
}

/** A search may take this much longer than its vendor says. */
const PATIENCE_MS = 60_000;

/**
 * Tries a connector on a real account, without harm: it makes a few records that say what they are, and removes them.
 * Whatever can go wrong between us and this account goes wrong here, before a queue depends on it.
 */
export class ConnectorCheck {
  readonly steps: CheckStep[] = [];
  private readonly made: { object: SyncObject; id: string }[] = [];
  private readonly mark = Date.now().toString(36);
  private readonly samples = samplesFor(this.mark);

  /** @param tell told of every step when it is over. */
  constructor(
    private readonly provider: CrmProvider,
    private readonly connector: Connector,
    private readonly tell: (step: CheckStep) => void,
  ) {}

  /** Runs all steps; those that need what failed before are left out. */
  async run(): Promise<CheckStep[]> {
    const able =
      (await this.step('connects', (notes) => this.connect(notes))) &&
      (await this.step('has the fields we need', (notes) => this.prepare(notes)));
    if (able) {
      await this.step('shows its schema', (notes) => this.readSchema(notes));
      try {
        await this.tryCompanies();
      } finally {
        await this.step('removes what was made', () => this.cleanUp());
      }
    }
    return this.steps;
  }

  private async tryCompanies(): Promise<void> {
    const item = this.map('company', uuidv7());
    let crmId = '';
    const created = await this.step('creates a company', async (notes) => {
      crmId = this.keep('company', await this.write('company', item, notes)).crmId;
    });
    if (!created) return;
    await this.step('updates it', async (notes) => {
      const changed = { ...item, crmId, properties: this.changed(item.properties) };
      const { crmId: same } = this.keep('company', await this.write('company', changed, notes));
      if (same !== crmId) throw new Error(`the update went to another record, ${same} in place of ${crmId}`);
    });
    if (this.connector.limits.lookup > 0) await this.tryFinding(item, crmId);
    await this.step('takes good rows beside a bad one', (notes) => this.tryBadRow(notes));
    for (const object of ['deal', 'task'] as const) {
      if (!this.provider.objects.includes(object)) continue;
      await this.step(`creates a ${object} of the company`, async (notes) => {
        this.keep(object, await this.write(object, this.map(object, uuidv7(), crmId), notes));
      });
    }
  }

  private async tryFinding(item: WriteItem, crmId: string): Promise<void> {
    const { key } = item;
    await this.step('finds it by our key', () => this.find({ key, mayBeOurs: true }, 'key', crmId));
    const domain = String(this.samples.company['domain']);
    await this.step('finds it by its domain', () => this.find({ key: uuidv7(), domain }, 'domain', crmId));
    await this.step('sent twice, it is there once', async () => {
      const found = await this.find({ key, mayBeOurs: true }, 'key', crmId);
      this.keep('company', await this.write('company', { ...item, crmId: found.records[0]!.id }, []));
      const again = await this.find({ key, mayBeOurs: true }, 'key', crmId);
      if (again.records.length !== 1) throw new Error(`${again.records.length} records have the key now`);
    });
  }

  private async connect(notes: string[]): Promise<void> {
    const { id, name } = await this.connector.account(this.signal());
    notes.push(`as ${name} (${id})`);
  }

  private async prepare(notes: string[]): Promise<void> {
    const prepared = await this.connector.prepare(this.signal());
    if (!prepared.ready) throw new Error(prepared.todo);
    notes.push('created where they were missing');
  }

  private async readSchema(notes: string[]): Promise<void> {
    for (const object of this.provider.objects) {
      const fields = await this.connector.fields(object, this.signal());
      const writable = new Set(fields.filter((field) => field.writable).map(({ name }) => name));
      notes.push(`${object}: ${fields.length} fields, ${writable.size} of them can be written`);
      const missing = this.provider
        .defaultMapping(object)
        .filter(({ target }) => fields.length > 0 && !writable.has(target));
      if (missing.length > 0) {
        throw new Error(
          `the default mapping writes what is not there: ${missing.map(({ target }) => target).join(', ')}`,
        );
      }
    }
  }

  private async tryBadRow(notes: string[]): Promise<void> {
    const [one, other, third] = [' A', ' B', ' C'].map((suffix) => this.map('company', uuidv7(), undefined, suffix));
    const spoilt = spoil(other!.properties, await this.connector.fields('company', this.signal()));
    if (!spoilt) {
      notes.push('left out: no field here refuses a value');
      return;
    }
    const items = [one!, { ...other!, properties: spoilt.properties }, third!];
    const outcomes = await deliver(this.connector, 'company', items, this.signal());
    for (const outcome of outcomes) if (outcome.kind === 'written') this.keep('company', outcome);
    const [first, bad, last] = outcomes;
    if (bad?.kind === 'written') throw new Error(`“${spoilt.value}” was taken for ${spoilt.field}`);
    if (first?.kind !== 'written' || last?.kind !== 'written') {
      throw new Error(`a good row was not written: ${describe(first?.kind === 'written' ? last : first)}`);
    }
    notes.push(`the bad one is told as: ${describe(bad)}`);
  }

  /** Finds one record. A search that lags is waited for, as the queue does. */
  private async find(lookup: Lookup, by: Found['by'], id: string): Promise<Found> {
    const until = Date.now() + this.connector.limits.searchLagMs + PATIENCE_MS;
    for (;;) {
      const [found] = await this.connector.find('company', [lookup], this.signal(), []);
      if (found?.records.some((record) => record.id === id)) {
        if (found.by !== by) throw new Error(`it was found by ${found.by}, not by ${by}`);
        return found;
      }
      if (found && found.records.length > 0) throw new Error(`another record was found: ${found.records[0]!.id}`);
      if (Date.now() > until)
        throw new Error(`it was not found within ${(PATIENCE_MS + this.connector.limits.searchLagMs) / 1000} s`);
      await pause(2_000);
    }
  }

  /** Writes one row and says in `notes` which values did not arrive as sent. */
  private async write(object: SyncObject, item: WriteItem, notes: string[]): Promise<Outcome & { kind: 'written' }> {
    const [outcome] = await deliver(this.connector, object, [item], this.signal());
    if (outcome?.kind !== 'written') throw new Error(describe(outcome));
    const mapped = Object.entries(item.properties).map(([target, value]) => {
      const sent = value ?? '';
      return { target, source: target, rule: 'overwrite', made: sent, value: sent };
    });
    for (const { target, sent, after, verdict } of writeReceipt(mapped, outcome.before, outcome.after)) {
      if (verdict === 'dropped') notes.push(`${target}: sent ${show(sent)}, and the CRM ignored it`);
      if (verdict === 'altered') notes.push(`${target}: sent ${show(sent)}, and the CRM stores ${show(after)}`);
    }
    const url = this.connector.recordUrl(object, outcome.crmId);
    if (url) notes.push(url);
    return outcome;
  }

  private keep<T extends Outcome & { kind: 'written' }>(object: SyncObject, outcome: T): T {
    const known = this.made.some(({ object: kind, id }) => kind === object && id === outcome.crmId);
    if (!known) this.made.push({ object, id: outcome.crmId });
    return outcome;
  }

  private map(object: SyncObject, key: string, companyId?: string, suffix = ''): WriteItem {
    const sample = this.samples[object];
    const source =
      object === 'company' ? sample : { ...sample, company: { ...this.samples.company, crmId: companyId } };
    const named =
      suffix === ''
        ? source
        : { ...source, name: String(sample['name']) + suffix, domain: undefined, website: undefined };
    const rows: MappingRow[] = this.provider.defaultMapping(object);
    const properties: Properties = {};
    for (const { target, value } of applyMapping(rows, named, undefined)) {
      if (value !== undefined) properties[target] = value;
    }
    return { key, properties };
  }

  private changed(properties: Properties): Properties {
    const sample = { ...this.samples.company, phone: '+49 30 7654321', city: 'Potsdam' };
    const changed: Properties = {};
    for (const { target, value } of applyMapping(this.provider.defaultMapping('company'), sample, undefined)) {
      if (value !== undefined && value !== properties[target]) changed[target] = value;
    }
    return changed;
  }

  /** What came last is removed first: a deal before its company. */
  private async cleanUp(): Promise<void> {
    const left: string[] = [];
    for (const { object, id } of this.made.reverse()) {
      try {
        await this.connector.remove(object, [id], this.signal());
      } catch (error) {
        const url = this.connector.recordUrl(object, id);
        left.push(`${object} ${url ?? id} (${error instanceof Error ? error.message : String(error)})`);
      }
    }
    if (left.length > 0) throw new Error(`these are left to be removed by hand: ${left.join(', ')}`);
  }

  private async step(title: string, work: (notes: string[]) => Promise<unknown>): Promise<boolean> {
    const notes: string[] = [];
    const step: CheckStep = { title, passed: true, notes };
    try {
      await work(notes);
    } catch (error) {
      step.passed = false;
      step.failure = error instanceof CrmProblem ? say(error) : error instanceof Error ? error.message : String(error);
    }
    this.steps.push(step);
    this.tell(step);
    return step.passed;
  }

  private signal(): AbortSignal {
    return AbortSignal.timeout(this.connector.limits.deadlineMs * 4);
  }
}

function describe(outcome: Outcome | undefined): string {
  if (!outcome) return 'the connector answered nothing';
  return outcome.kind === 'written' ? 'written' : say(outcome.problem);
}

function say({ details: { message, hint, field, crmMessage } }: CrmProblem): string {
  return [
    message,
    field && !message.includes(field) ? `field ${field}` : undefined,
    crmMessage && `the CRM says: ${crmMessage.slice(0, 300)}`,
    hint,
  ]
    .filter(Boolean)
    .join('; ');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
