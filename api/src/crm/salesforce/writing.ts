import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Outcome, Properties, WriteItem } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { rowLeftOut, rowRefused } from '../failures.js';
import type { CrmAnswer } from '../http.js';
import { latestOfEachKey } from '../latest-of-each-key.js';
import type { Part, SalesforceApi } from './api.js';
import { readCallProblem, readRowProblem, type SalesforceError } from './errors.js';
import { KEY_FIELD, SOBJECTS } from './objects.js';
import { decode, encode, quote } from './values.js';

interface ItemResult {
  id?: string;
  success?: boolean;
  created?: boolean;
  errors?: SalesforceError[];
}

/** Values a new record needs that were not sent. */
export type Defaults = (object: SyncObject, signal: AbortSignal) => Promise<Properties>;

/**
 * Writes records: those whose record is known by its id, the others by our key, which finds or creates. Both, and the
 * reading back of what is stored since Salesforce's answer does not tell it, go in one composite that counts as one call.
 */
export class SalesforceWriting {
  constructor(
    private readonly api: SalesforceApi,
    private readonly defaults: Defaults,
  ) {}

  async write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const once = latestOfEachKey(items);
    const fresh = once.filter(({ crmId }) => crmId === undefined);
    const known = once.filter(({ crmId }) => crmId !== undefined);
    const defaults = fresh.length > 0 ? await this.defaults(object, signal) : {};
    const groups = [fresh, known].filter((group) => group.length > 0);
    const parts = groups.map((group) => asPart(object, group, defaults));
    const answers = await this.api.composite([...parts, readingBack(object, once)], signal);
    const stored = readStored(answers.at(-1)!);
    const outcomes = new Map<string, Outcome>();
    for (const [index, group] of groups.entries()) {
      const results = await this.readGroup(object, group, answers[index]!, groups.length === 1, signal);
      group.forEach((item, place) => outcomes.set(item.key, withStored(results[place]!, item, stored)));
    }
    return items.map(({ key }) => outcomes.get(key)!);
  }

  /** A group refused as a whole must not take the outcomes of the other one with it: it is split here. */
  private async readGroup(
    object: SyncObject,
    group: WriteItem[],
    answer: CrmAnswer,
    alone: boolean,
    signal: AbortSignal,
  ): Promise<Outcome[]> {
    if (answer.status === 200 && Array.isArray(answer.body)) return readResults(answer.body as ItemResult[], group);
    const problem = nameField(readCallProblem(answer), group);
    if (alone) throw problem;
    if (problem.kind !== 'batch_rejected' || group.length === 1) return group.map(() => ({ kind: 'failed', problem }));
    const middle = Math.ceil(group.length / 2);
    const halves = [group.slice(0, middle), group.slice(middle)];
    const outcomes: Outcome[] = [];
    for (const half of halves) outcomes.push(...(await this.writeHalf(object, half, signal)));
    return outcomes;
  }

  private async writeHalf(object: SyncObject, half: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    try {
      return await this.write(object, half, signal);
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      if (error.kind !== 'batch_rejected' || half.length === 1) {
        return half.map(() => ({ kind: 'failed', problem: error }));
      }
      const middle = Math.ceil(half.length / 2);
      return [
        ...(await this.writeHalf(object, half.slice(0, middle), signal)),
        ...(await this.writeHalf(object, half.slice(middle), signal)),
      ];
    }
  }
}

function asPart(object: SyncObject, group: WriteItem[], defaults: Properties): Part {
  const { type } = SOBJECTS[object];
  const byKey = group[0]!.crmId === undefined;
  const records = group.map(({ key, crmId, properties }) => ({
    attributes: { type },
    ...(byKey ? {} : { id: crmId }),
    ...encode({ ...(byKey ? defaults : {}), ...properties }),
    [KEY_FIELD]: key,
  }));
  return {
    referenceId: byKey ? 'fresh' : 'known',
    method: 'PATCH',
    path: byKey ? `/composite/sobjects/${type}/${KEY_FIELD}` : '/composite/sobjects',
    body: { allOrNone: false, records },
  };
}

function readingBack(object: SyncObject, items: WriteItem[]): Part {
  const names = new Set(['Id', KEY_FIELD, ...items.flatMap(({ properties }) => Object.keys(properties))]);
  const keys = items.map(({ key }) => quote(key)).join(',');
  const soql = `SELECT ${[...names].join(',')} FROM ${SOBJECTS[object].type} WHERE ${KEY_FIELD} IN (${keys})`;
  return { referenceId: 'stored', method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` };
}

/** What is stored, by our key; nothing where it could not be read, which makes no write undone. */
function readStored({ status, body }: CrmAnswer): Map<string, Record<string, unknown>> {
  const records = status === 200 ? ((body as { records?: Record<string, unknown>[] }).records ?? []) : [];
  return new Map(records.map((record) => [String(record[KEY_FIELD]), record]));
}

function withStored(
  outcome: Outcome,
  { key, properties }: WriteItem,
  stored: Map<string, Record<string, unknown>>,
): Outcome {
  const record = stored.get(key);
  if (outcome.kind !== 'written' || record?.['Id'] !== outcome.crmId) return outcome;
  return { ...outcome, after: decode(record, properties) };
}

/** Answers come in the order of the rows and name none of them: with one missing, nobody knows whose they are. */
function readResults(results: ItemResult[], group: WriteItem[]): Outcome[] {
  if (results.length !== group.length) return group.map(() => ({ kind: 'failed', problem: rowLeftOut() }));
  return results.map((answer): Outcome => {
    const { id, success, created, errors = [] } = answer;
    if (success && id) {
      const action = created ? 'created' : 'updated';
      return { kind: 'written', crmId: id, action, ...(created ? { before: {} } : {}), said: { answer } };
    }
    return { kind: 'failed', problem: errors[0] ? readRowProblem(errors[0]) : rowRefused('refused_by_crm') };
  });
}

/** A value of the wrong type makes the body unreadable; the message names the value, and we know whose it is. */
function nameField(problem: CrmProblem, group: WriteItem[]): CrmProblem {
  const [, value] =
    /Cannot deserialize .* value (.*?)(?: or request may| at \[|$)/s.exec(problem.details.crmMessage ?? '') ?? [];
  if (value === undefined || problem.details.field !== undefined) return problem;
  const field = group
    .flatMap(({ properties }) => Object.entries(properties))
    .find(([, candidate]) => String(candidate) === value)?.[0];
  return field === undefined ? problem : new CrmProblem(problem.kind, { ...problem.details, field });
}
