import type { Connection } from '../connector.js';
import { notUnderstood } from '../failures.js';
import type { CrmAnswer, CrmHttp } from '../http.js';
import { loginRefused, type OdooFault, readFault, readHttpFailure } from './errors.js';

/** Arguments JSON-RPC takes by place; all others go by name. `create` answers a list only if its list comes by place. */
const BY_PLACE: Record<string, string[]> = {
  create: ['vals_list'],
  unlink: ['ids'],
  get_external_id: ['ids'],
  load: ['fields', 'data'],
  check_object_reference: ['module', 'xml_id'],
  search_read: ['domain'],
  default_get: ['fields'],
};

/** Calls a model's method, by name of its arguments. `ids` are the records it works on. */
export interface OdooRpc {
  call(model: string, method: string, args: Record<string, unknown>, signal: AbortSignal): Promise<unknown>;
  /** Our user's id. */
  login(signal: AbortSignal): Promise<number>;
}

/** By `settings.protocol`: `json2` speaks `/json/2` (Odoo 19 and later), anything else `/jsonrpc` (until Odoo 21). */
export function odooRpc(connection: Connection, http: CrmHttp, deadlineMs: number): OdooRpc {
  const { settings } = connection;
  const baseUrl = (settings['baseUrl'] ?? '').replace(/\/+$/, '');
  const post: Post = (path, body, signal, headers = {}) =>
    http.send({ method: 'POST', url: `${baseUrl}${path}`, headers, body, signal, deadlineMs });
  return settings['protocol'] === 'json2' ? new Json2(connection, post) : new JsonRpc(connection, post);
}

type Post = (path: string, body: unknown, signal: AbortSignal, headers?: Record<string, string>) => Promise<CrmAnswer>;

class JsonRpc implements OdooRpc {
  private uid: number | null = null;
  private readonly database: string;
  private readonly user: string;
  private sent = 0;

  constructor(
    private readonly connection: Connection,
    private readonly post: Post,
  ) {
    this.database = connection.settings['database'] ?? '';
    this.user = connection.settings['user'] ?? '';
  }

  async login(signal: AbortSignal): Promise<number> {
    if (this.uid !== null) return this.uid;
    const password = await this.connection.token();
    const uid = await this.request('common', 'authenticate', [this.database, this.user, password, {}], signal);
    if (typeof uid !== 'number') throw loginRefused();
    this.uid = uid;
    return uid;
  }

  async call(model: string, method: string, args: Record<string, unknown>, signal: AbortSignal): Promise<unknown> {
    const uid = await this.login(signal);
    const places = (BY_PLACE[method] ?? []).filter((name) => name in args);
    const named = Object.fromEntries(Object.entries(args).filter(([name]) => !places.includes(name)));
    const positional = places.map((name) => args[name]);
    const password = await this.connection.token();
    return this.request(
      'object',
      'execute_kw',
      [this.database, uid, password, model, method, positional, named],
      signal,
    );
  }

  private async request(service: string, method: string, args: unknown[], signal: AbortSignal): Promise<unknown> {
    const id = (this.sent += 1);
    const answer = await this.post(
      '/jsonrpc',
      { jsonrpc: '2.0', method: 'call', id, params: { service, method, args } },
      signal,
    );
    if (answer.status !== 200) throw readHttpFailure(answer);
    const body = answer.body as { result?: unknown; error?: { message?: string; data?: Partial<OdooFault> } } | null;
    if (body === null || typeof body !== 'object' || !('result' in body || 'error' in body))
      throw notUnderstood(answer);
    if (!body.error) return body.result;
    const { name = 'unknown', message = body.error.message ?? '' } = body.error.data ?? {};
    const problem = readFault({ name, message }, answer.status);
    if (problem.kind === 'unauthorized') this.uid = null;
    throw problem;
  }
}

class Json2 implements OdooRpc {
  private uid: number | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly post: Post,
  ) {}

  async login(signal: AbortSignal): Promise<number> {
    if (this.uid !== null) return this.uid;
    const { uid } = (await this.call('res.users', 'context_get', {}, signal)) as { uid?: unknown };
    if (typeof uid !== 'number') throw loginRefused();
    this.uid = uid;
    return uid;
  }

  async call(model: string, method: string, args: Record<string, unknown>, signal: AbortSignal): Promise<unknown> {
    const { settings } = this.connection;
    const answer = await this.post(`/json/2/${model}/${method}`, args, signal, {
      authorization: `bearer ${await this.connection.token()}`,
      ...(settings['database'] ? { 'x-odoo-database': settings['database'] } : {}),
    });
    if (answer.status === 200) {
      if (answer.body === null && answer.text.trim() !== 'null') throw notUnderstood(answer);
      return answer.body;
    }
    const fault = answer.body as Partial<OdooFault> | null;
    if (typeof fault?.name !== 'string' || answer.status >= 502) throw readHttpFailure(answer);
    const problem = readFault({ name: fault.name, message: fault.message ?? '' }, answer.status);
    if (problem.kind === 'unauthorized') this.uid = null;
    throw problem;
  }
}
