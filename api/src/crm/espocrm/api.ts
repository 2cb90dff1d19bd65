import type { Connection } from '../connector.js';
import { notUnderstood } from '../failures.js';
import type { CrmAnswer, CrmCall, CrmHttp } from '../http.js';
import { readFailure } from './errors.js';

export type EspoEntity = Record<string, unknown> & { id: string };

/** EspoCRM's REST API, by API key, or by user and password where a user is named (an administrator's, to prepare). */
export class EspoApi {
  readonly baseUrl: string;

  constructor(
    private readonly connection: Connection,
    private readonly http: CrmHttp,
    private readonly deadlineMs: number,
  ) {
    this.baseUrl = (connection.settings['baseUrl'] ?? '').replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  }

  /** The answer's body. Throws `CrmProblem` for every answer but a success. */
  async call(method: CrmCall['method'], path: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
    const answer = await this.send(method, path, signal, body);
    if (answer.status !== 200 && answer.status !== 201) throw readFailure(answer);
    return readBody(answer);
  }

  /** Any answer, for callers that read failures themselves. */
  async send(
    method: CrmCall['method'],
    path: string,
    signal: AbortSignal,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<CrmAnswer> {
    const { deadlineMs } = this;
    const url = `${this.baseUrl}/api/v1/${path}`;
    return this.http.send({
      method,
      url,
      headers: { ...(await this.credentials()), ...headers },
      body,
      signal,
      deadlineMs,
    });
  }

  private async credentials(): Promise<Record<string, string>> {
    const token = await this.connection.token();
    const user = this.connection.settings['user'];
    if (!user) return { 'x-api-key': token };
    return { authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}` };
  }
}

/** Throws `CrmProblem` where a success says nothing that could be read. */
export function readBody(answer: CrmAnswer): unknown {
  if (answer.body === null && answer.text.trim() !== 'null') throw notUnderstood(answer);
  return answer.body;
}
