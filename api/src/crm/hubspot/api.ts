import type { Budget, Connection } from '../connector.js';
import type { CrmAnswer, CrmCall, CrmHttp } from '../http.js';
import { sendWithToken } from '../with-token.js';
import { readCallProblem } from './errors.js';

const BASE_URL = 'https://api.hubapi.com';
const DEADLINE_MS = 30_000;

/** HubSpot's HTTP API: tokens, budget, and errors as `CrmProblem`. */
export class HubspotApi {
  readonly deadlineMs = DEADLINE_MS;
  /** What the last answer that says so told of the budget. */
  budget: Budget | null = null;
  private readonly baseUrl: string;

  constructor(
    private readonly connection: Connection,
    private readonly http: CrmHttp,
  ) {
    this.baseUrl = (connection.settings['baseUrl'] || BASE_URL).replace(/\/+$/, '');
  }

  /** The address a path is below, without a slash at its end. */
  get address(): string {
    return this.baseUrl;
  }

  /** The answer's body. Throws `CrmProblem` for every answer that is no success. */
  async call<T>(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<T> {
    const answer = await this.send(method, path, signal, body);
    const understood = answer.status === 204 || (answer.status < 300 && isObject(answer.body));
    if (!understood) throw readCallProblem(answer);
    return answer.body as T;
  }

  /** The answer, whatever it is. */
  async send(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<CrmAnswer> {
    const answer = await sendWithToken(this.connection, (token) =>
      this.http.send({
        method,
        url: `${this.baseUrl}${path}`,
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

/**
 * Search calls say nothing of the budget. The window slides, so places become free all the time: after a tenth of it is
 * soon enough to believe in some again.
 */
function readBudget({ headers }: CrmAnswer): Budget | null {
  const [limit, remaining, interval] = ['max', 'remaining', 'interval-milliseconds'].map((name) =>
    Number(headers[`x-hubspot-ratelimit-${name}`] ?? NaN),
  ) as [number, number, number];
  if (!(limit > 0 && remaining >= 0 && interval > 0)) return null;
  return { limit, remaining, resetMs: interval / 10 };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
