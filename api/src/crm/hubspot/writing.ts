import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Outcome, Properties, WriteItem } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { rowLeftOut } from '../failures.js';
import { latestOfEachKey } from '../latest-of-each-key.js';
import { Overheard, shared } from '../overhearing.js';
import { withCall } from '../with-call.js';
import type { HubspotApi } from './api.js';
import { KEY_PROPERTY, paths } from './objects.js';
import { COMPANY_LINK, linkToCompanies, splitLink } from './associations.js';
import { type HubspotError, readRowProblem } from './errors.js';
import { decode, encode } from './values.js';

interface BatchAnswer {
  results?: Result[];
  errors?: HubspotError[];
}

interface Result {
  id?: string;
  new?: boolean;
  objectWriteTraceId?: string;
  properties?: Record<string, unknown>;
}

/** How rows are sent: those whose record is known, by its id; the others by our key, which finds or creates. */
type Way = 'update' | 'upsert' | 'create';

/** Writes records and their links. Knows whether this account's tasks can have a unique key. */
export class HubspotWriting {
  /** Whether the key of tasks is unique here, which HubSpot nowhere promises; without it they are created. */
  taskKeyIsUnique = true;

  constructor(private readonly api: HubspotApi) {}

  /** One outcome per item, same order. Throws where no row was written for a cause that concerns them all. */
  async write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const once = latestOfEachKey(items);
    const outcomes = new Map<string, Outcome>();
    for (const { key, crmId, only } of once) {
      if (crmId !== undefined && only) outcomes.set(key, { kind: 'written', crmId, action: 'updated' });
    }
    // Those that only lack their link would be written twice.
    const whole = once.filter(({ key }) => !outcomes.has(key));
    const known = whole.filter(({ crmId }) => crmId !== undefined);
    const fresh = whole.filter(({ crmId }) => crmId === undefined);
    const groups: [Way, WriteItem[]][] = [
      ['update', known],
      ['upsert', fresh],
    ];
    const alone = known.length === 0 || fresh.length === 0;
    for (const [way, group] of groups) {
      if (group.length === 0) continue;
      const written = alone
        ? await this.writeGroup(object, way, group, signal)
        : await this.writeBeside(object, way, group, signal);
      group.forEach(({ key }, index) => outcomes.set(key, written[index]!));
    }
    await this.link(object, once, outcomes, signal);
    return items.map(({ key }) => outcomes.get(key)!);
  }

  /** Of two groups, one that fails as a whole must not take the outcomes of the other with it. */
  private async writeBeside(object: SyncObject, way: Way, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    try {
      return await this.writeGroup(object, way, items, signal);
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      if (error.kind !== 'batch_rejected' || items.length === 1) {
        return items.map(() => ({ kind: 'failed', problem: error }));
      }
      const middle = Math.ceil(items.length / 2);
      return [
        ...(await this.writeBeside(object, way, items.slice(0, middle), signal)),
        ...(await this.writeBeside(object, way, items.slice(middle), signal)),
      ];
    }
  }

  private async writeGroup(object: SyncObject, way: Way, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    if (way === 'upsert' && object === 'task' && !this.taskKeyIsUnique) way = 'create';
    const heard = new Overheard();
    try {
      const inputs = items.map((item, index) => asInput(object, way, item, index));
      const path = paths.objects(object, `/batch/${way}`);
      const answer = await heard.during(() => this.api.call<BatchAnswer>('POST', path, signal, { inputs }));
      return items.map((item, index) => withCall(readOutcome(answer, way, item, index), shared(heard.last())));
    } catch (error) {
      const noUniqueKey = error instanceof CrmProblem && /non-unique/i.test(error.details.crmMessage ?? '');
      if (!(noUniqueKey && object === 'task' && way === 'upsert')) {
        throw error instanceof CrmProblem ? error.from(heard.last()) : error;
      }
      this.taskKeyIsUnique = false;
      return this.writeGroup(object, 'create', items, signal);
    }
  }

  /** Links what was written to its company. A link that failed makes its row fail: it is sent again, which is harmless. */
  private async link(
    object: SyncObject,
    items: WriteItem[],
    outcomes: Map<string, Outcome>,
    signal: AbortSignal,
  ): Promise<void> {
    const links = items.flatMap(({ key, properties }) => {
      const outcome = outcomes.get(key);
      const { companyId } = splitLink(properties);
      return companyId !== null && outcome?.kind === 'written' ? [{ key, id: outcome.crmId, companyId, outcome }] : [];
    });
    let problems: (id: string) => CrmProblem | undefined;
    try {
      const byId = await linkToCompanies(this.api, object, links, signal);
      problems = (id) => byId.get(id);
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      // The records are there, whatever became of their links: nobody may take them for not sent.
      const problem = new CrmProblem(error.kind, { ...error.details, maybeSent: true });
      if (links.length === items.length) throw problem;
      problems = () => problem;
    }
    for (const { key, id, companyId, outcome } of links) {
      const problem = problems(id);
      if (problem) outcomes.set(key, { kind: 'failed', problem });
      else outcomes.set(key, { ...outcome, after: { ...outcome.after, [COMPANY_LINK]: companyId } });
    }
  }
}

/** One for each way its rows are sent, and one for their links. */
export function requestsOfWrite(items: WriteItem[]): number {
  const ways = new Set(items.map(({ crmId }) => crmId === undefined)).size;
  return ways + (items.some(({ properties }) => splitLink(properties).companyId !== null) ? 1 : 0);
}

function asInput(object: SyncObject, way: Way, { key, crmId, properties }: WriteItem, index: number) {
  const values: Properties = { ...withRequired(object, way, splitLink(properties).own), [KEY_PROPERTY]: key };
  const row = { objectWriteTraceId: String(index), properties: encode(values) };
  if (way === 'update') return { id: crmId, ...row };
  return way === 'upsert' ? { id: key, idProperty: KEY_PROPERTY, ...row } : { ...row, associations: [] };
}

/** HubSpot takes no task without a date; one without a due date is due now. */
function withRequired(object: SyncObject, way: Way, properties: Properties): Properties {
  if (object !== 'task' || way === 'update' || properties['hs_timestamp']) return properties;
  return { ...properties, hs_timestamp: new Date().toISOString() };
}

/**
 * HubSpot promises neither order nor that every answer carries the trace id, so a row is found by trace id, else by our
 * key, else by its record's id. A row that is nowhere may have been written.
 */
function readOutcome(answer: BatchAnswer, way: Way, { key, crmId, properties }: WriteItem, index: number): Outcome {
  const { results = [], errors = [] } = answer;
  const trace = String(index);
  const result =
    results.find(({ objectWriteTraceId }) => objectWriteTraceId === trace) ??
    results.find((candidate) => candidate.properties?.[KEY_PROPERTY] === key) ??
    (crmId === undefined ? undefined : results.find(({ id }) => id === crmId));
  if (result?.id !== undefined) {
    const created = way === 'create' || result.new === true;
    return {
      kind: 'written',
      crmId: String(result.id),
      action: created ? 'created' : 'updated',
      ...(created ? { before: {} } : {}),
      after: decode(result.properties ?? {}, properties),
      said: { answer: { ...result, properties: undefined } },
    };
  }
  const error = errors.find(
    ({ context }) =>
      context?.['objectWriteTraceId']?.includes(trace) ||
      context?.['ids']?.includes(crmId ?? key) ||
      context?.['id']?.includes(crmId ?? key),
  );
  return { kind: 'failed', problem: error ? readRowProblem(error) : rowLeftOut() };
}
