import type { Budget, Connection } from '../connector.js';
import { notUnderstood } from '../failures.js';
import type { CrmAnswer, CrmCall, CrmHttp } from '../http.js';
import { sendWithToken } from '../with-token.js';
import { readCallProblem } from './errors.js';
import { DATA } from './objects.js';

const DEADLINE_MS = 60_000;
/** The day's calls become free as the window slides: how soon to believe in some again. */
const SOON_MS = 15 * 60_000;

/** One part of a composite call. */
export interface Part {
  referenceId: string;
  method: 'GET' | 'POST' | 'PATCH';
  /** Below the data API. */
  path: string;
  body?: unknown;
}

interface PartAnswer {
  referenceId?: string;
  httpStatusCode?: number;
  body?: unknown;
}

/** Salesforce's HTTP API: tokens, budget, composites, and errors as `CrmProblem`. */
export class SalesforceApi {
  readonly deadlineMs = DEADLINE_MS;
  budget: Budget | null = null;
  /** Address of the organisation, without a slash at its end. */
  readonly address: string;

  constructor(
    private readonly connection: Connection,
    private readonly http: CrmHttp,
  ) {
    this.address = (connection.settings['instanceUrl'] ?? '').replace(/\/+$/, '');
  }

  /** The answer's body. Throws `CrmProblem` for every answer that is no success. */
  async call<T>(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<T> {
    const answer = await this.send(method, path, signal, body);
    const understood = answer.status === 204 || (answer.status < 300 && typeof answer.body === 'object' && answer.body);
    if (!understood) throw readCallProblem(answer);
    return answer.body as T;
  }

  /** Several calls that count as one, done in order, each for itself. One answer for each part, same order. */
  async composite(parts: Part[], signal: AbortSignal): Promise<CrmAnswer[]> {
    const answer = await this.send('POST', `${DATA}/composite`, signal, {
      allOrNone: false,
      compositeRequest: parts.map(({ path, ...part }) => ({ ...part, url: `${DATA}${path}` })),
    });
    if (answer.status !== 200) throw readCallProblem(answer);
    const { compositeResponse } = (answer.body ?? {}) as { compositeResponse?: PartAnswer[] };
    if (!Array.isArray(compositeResponse)) throw notUnderstood(answer);
    return parts.map(({ referenceId }) => {
      const part = compositeResponse.find((candidate) => candidate.referenceId === referenceId);
      const body = part?.body ?? null;
      return { status: part?.httpStatusCode ?? 0, headers: answer.headers, body, text: JSON.stringify(body) };
    });
  }

  private async send(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<CrmAnswer> {
    const answer = await sendWithToken(this.connection, (token) =>
      this.http.send({
        method,
        url: `${this.address}${path}`,
        headers: { authorization: `Bearer ${token}` },
        body,
        signal,
        deadlineMs: this.deadlineMs,
      }),
    );
    this.budget = readBudget(answer) ?? this.budget;
    return answer;
  }
}

/** `api-usage=18/5000`, other counters beside it. */
function readBudget({ headers }: CrmAnswer): Budget | null {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
  if (used === undefined || limit === undefined) return null;
  return { limit: Number(limit), remaining: Math.max(0, Number(limit) - Number(used)), resetMs: SOON_MS };
}
