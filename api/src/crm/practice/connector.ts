import type { CrmField } from '@integration-queue/shared/mapping';
import type { CrmAction, SyncObject } from '@integration-queue/shared/vocabulary';
import type {
  Account,
  Budget,
  Connection,
  Connector,
  CrmRecord,
  Found,
  Limits,
  Lookup,
  Outcome,
  Prepared,
  Properties,
  WriteItem,
} from '../connector.js';
import { rowLeftOut } from '../failures.js';
import type { CrmAnswer, CrmCall, CrmHttp } from '../http.js';
import { matchLookups } from '../match-lookups.js';
import { readCallProblem, readRowProblem, type PracticeError } from './errors.js';

const PATHS: Record<SyncObject, string> = { company: 'companies', deal: 'deals', task: 'tasks' };

interface PracticeResult {
  key: string;
  status: CrmAction | 'refused' | 'not_found';
  id?: string;
  properties?: Properties;
  before?: Properties;
  error?: PracticeError;
}

/** Speaks the practice CRM's own dialect: batch upsert by our key, search by key, id or domain. */
export class PracticeConnector implements Connector {
  readonly limits: Limits;
  private readonly baseUrl: string;
  private readonly token: string;
  private lastBudget: Budget | null = null;

  constructor(
    { settings, credentials }: Connection,
    private readonly http: CrmHttp,
  ) {
    this.baseUrl = (settings['baseUrl'] ?? '').replace(/\/+$/, '');
    this.token = credentials['token'] ?? '';
    const requests = Number(settings['requests']);
    const perMs = Number(settings['perMs']);
    this.limits = {
      batch: 100,
      lookup: 150,
      inFlight: 5,
      budget: requests > 0 && perMs > 0 ? [{ requests, perMs }] : [],
      deadlineMs: 10_000,
      searchLagMs: 0,
    };
  }

  async account(signal: AbortSignal): Promise<Account> {
    const { id, name } = (await this.call('GET', '/account', signal)) as Account;
    return { id, name };
  }

  async prepare(): Promise<Prepared> {
    return { ready: true };
  }

  async fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
    const { fields } = (await this.call('GET', `/schema/${PATHS[object]}`, signal)) as {
      fields: (Omit<CrmField, 'writable'> & { readOnly: boolean })[];
    };
    return fields.map(({ name, label, type, required, readOnly, maxLength, options }) => ({
      name,
      label,
      type,
      required,
      writable: !readOnly,
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(options === undefined ? {} : { options }),
    }));
  }

  async find(object: SyncObject, lookups: Lookup[], signal: AbortSignal): Promise<Found[]> {
    const defined = (values: (string | undefined)[]) => values.filter((value) => value !== undefined);
    const { results } = (await this.call('POST', `/${PATHS[object]}/search`, signal, {
      keys: lookups.map(({ key }) => key),
      ids: defined(lookups.map(({ crmId }) => crmId)),
      domains: defined(lookups.map(({ domain }) => domain)),
    })) as { results: CrmRecord[] };
    return matchLookups(lookups, results, ({ properties }) => [properties['domain'], properties['website']]);
  }

  async write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]> {
    const { results } = (await this.call('POST', `/${PATHS[object]}/batch/upsert`, signal, {
      items: items.map(({ key, crmId, properties }) => ({
        key,
        ...(crmId ? { id: crmId } : {}),
        properties: plain(properties),
      })),
    })) as { results: PracticeResult[] };
    const byKey = new Map(results.map((result) => [result.key, result]));
    return items.map(({ key }) => readOutcome(byKey.get(key)));
  }

  async remove(object: SyncObject, ids: string[], signal: AbortSignal): Promise<void> {
    for (const id of ids) {
      const answer = await this.send('DELETE', `/${PATHS[object]}/${id}`, signal);
      if (answer.status !== 204 && answer.status !== 404) throw readCallProblem(answer);
    }
  }

  budget(): Budget | null {
    return this.lastBudget;
  }

  recordUrl(object: SyncObject, id: string): string {
    return `${this.baseUrl}/${PATHS[object]}/${id}`;
  }

  private async call(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
    const answer = await this.send(method, path, signal, body);
    if (answer.status >= 200 && answer.status < 300 && answer.body !== null) return answer.body;
    throw readCallProblem(answer);
  }

  private async send(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<CrmAnswer> {
    const answer = await this.http.send({
      method,
      url: `${this.baseUrl}/practice/v1${path}`,
      headers: { authorization: `Bearer ${this.token}` },
      body,
      signal,
      deadlineMs: this.limits.deadlineMs,
    });
    this.lastBudget = readBudget(answer);
    return answer;
  }
}

function readOutcome(result: PracticeResult | undefined): Outcome {
  if (!result) return { kind: 'failed', problem: rowLeftOut() };
  if (result.status === 'refused' || result.status === 'not_found') {
    return { kind: 'failed', problem: readRowProblem(result.status, result.error) };
  }
  return {
    kind: 'written',
    crmId: result.id ?? '',
    action: result.status,
    said: { answer: { key: result.key, status: result.status, id: result.id } },
    ...(result.before ? { before: result.before } : {}),
    ...(result.properties ? { after: result.properties } : {}),
  };
}

/** The practice CRM takes a list as text, like most CRMs do. */
function plain(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function readBudget({ headers }: CrmAnswer): Budget | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? NaN),
  );
  if ([limit, remaining, reset].some((value) => !Number.isFinite(value))) return null;
  return { limit: limit!, remaining: remaining!, resetMs: reset! * 1000 };
}
