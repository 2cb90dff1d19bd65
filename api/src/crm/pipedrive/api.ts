import { setTimeout as sleep } from 'node:timers/promises';
import type { Budget, Connection } from '../connector.js';
import { notUnderstood } from '../failures.js';
import type { CrmAnswer, CrmCall, CrmHttp } from '../http.js';
import { sendWithToken } from '../with-token.js';
import { readFailure } from './errors.js';

/** Serves accounts connected by token; one connected by OAuth has an address of its own. */
const BASE_URL = 'https://api.pipedrive.com';
/** Searches have a limit of their own: 10 in 2 seconds. */
const SEARCH_SPACING_MS = 210;

/** Pipedrive's API, version 2 where it has the call. */
export class PipedriveApi {
  /** What the last answer told of the calls left in this window. */
  budget: Budget | null = null;
  private readonly baseUrl: string;
  private readonly isApp: boolean;
  private nextSearch = 0;

  constructor(
    private readonly connection: Connection,
    private readonly http: CrmHttp,
    private readonly deadlineMs: number,
  ) {
    const { settings, credentials } = connection;
    this.baseUrl = (settings['baseUrl'] || BASE_URL).replace(/\/+$/, '');
    this.isApp = Boolean(credentials['refreshToken']);
  }

  /** Calls in two seconds of the smallest plan; answers tell more. */
  get smallestBudget(): number {
    return this.isApp ? 80 : 20;
  }

  /** What an answer carries as `data`. Throws `CrmProblem` for every answer but a success. */
  async call<T>(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<T> {
    const answer = await this.send(method, path, signal, body);
    if (answer.status !== 200 && answer.status !== 201) throw readFailure(answer);
    return readData<T>(answer).data;
  }

  /** Searches, in the turn the limit for searches gives. */
  async search<T>(path: string, signal: AbortSignal): Promise<T> {
    const now = performance.now();
    const turn = Math.max(now, this.nextSearch);
    this.nextSearch = turn + SEARCH_SPACING_MS;
    if (turn > now) await sleep(turn - now);
    return this.call<T>('GET', path, signal);
  }

  /** Any answer, for callers that read failures themselves. */
  async send(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<CrmAnswer> {
    const { http, deadlineMs } = this;
    const answer = await sendWithToken(this.connection, (token) => {
      const headers: Record<string, string> = this.isApp
        ? { authorization: `Bearer ${token}` }
        : { 'x-api-token': token };
      return http.send({ method, url: `${this.baseUrl}/api${path}`, headers, body, signal, deadlineMs });
    });
    this.budget = readBudget(answer) ?? this.budget;
    return answer;
  }
}

/** A page of a list, or one record. */
export interface Data<T> {
  data: T;
  additional_data?: { next_cursor?: string | null } | null;
}

/** Throws `CrmProblem` where a success says nothing that could be read. */
export function readData<T>(answer: CrmAnswer): Data<T> {
  const body = answer.body as Data<T> | null;
  if (body === null || typeof body !== 'object' || !('data' in body)) throw notUnderstood(answer);
  return body;
}

function readBudget({ headers }: CrmAnswer): Budget | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? NaN),
  ) as [number, number, number];
  return limit > 0 && remaining >= 0 && reset >= 0 ? { limit, remaining, resetMs: reset * 1000 } : null;
}
