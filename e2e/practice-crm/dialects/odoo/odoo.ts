import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { RouteTable } from '../../route-table.ts';
import { bearerToken, type CallProblem, type Desk, type Dialect, type NamedLimit } from '../dialect.ts';
import { accessDenied, accessError, json2Error, OdooException, proxyPage, rpcError } from './faults.ts';
import { runMethod } from './methods.ts';
import { ADMIN, userById, userByLogin } from './users.ts';

/** Name of the only database there is. */
const DATABASE = 'practice';
/** Arguments that JSON-RPC takes by place. */
const PLACES: Record<string, string[]> = {
  load: ['fields', 'data'],
  search_read: ['domain'],
  default_get: ['fields'],
  create: ['vals_list'],
  unlink: ['ids'],
  get_external_id: ['ids'],
  check_object_reference: ['module', 'xml_id'],
};

interface Rpc {
  id: unknown;
  service: string;
  method: string;
  args: unknown[];
}

/** Odoo's external API: `/jsonrpc`, and `/json/2` as since Odoo 19. */
export class OdooDialect implements Dialect {
  readonly base = '/odoo';
  private readonly desk: Desk;
  private readonly routes = new RouteTable<'rpc' | 'json2'>({
    'POST /jsonrpc': 'rpc',
    'POST /json/2/{model}/{method}': 'json2',
  });

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Calls of `/jsonrpc` are told apart by model and method. */
  route(call: Call): string | null {
    const match = this.routes.find(call.method, call.path);
    if (match?.handler !== 'rpc')
      return match?.route.replace('{model}/{method}', Object.values(match.params).join('/')) ?? null;
    const { service, method, args } = readRpc(call);
    return `POST /jsonrpc ${service === 'object' ? `${String(args[3])}.${String(args[4])}` : method}`;
  }

  limits(): NamedLimit[] {
    return [];
  }

  /** Logging in is open to all. */
  authorise(call: Call) {
    if (call.path !== '/jsonrpc') return this.desk.tokens.check(bearerToken(call), this.base);
    const { service, method, args } = readRpc(call);
    if (service !== 'object' && (method !== 'authenticate' || !this.desk.faults.current.expiredToken)) return 'open';
    return this.desk.tokens.check(typeof args[2] === 'string' ? args[2] : null, this.base);
  }

  answer(call: Call): Answer {
    const match = this.routes.find(call.method, call.path);
    if (!match) return this.problem({ kind: 'no_such_route' }, call);
    try {
      if (match.handler === 'rpc') return this.runRpc(readRpc(call));
      const { model = '', method = '' } = match.params;
      return { status: 200, body: runMethod(this.desk, ADMIN, model, method, readJsonObject(call)) };
    } catch (error) {
      if (!(error instanceof OdooException)) throw error;
      return match.handler === 'rpc' ? rpcError(readRpc(call).id, error) : json2Error(error);
    }
  }

  problem(problem: CallProblem, call: Call): Answer {
    const say = (error: OdooException) => {
      if (call.path !== '/jsonrpc') return json2Error(error);
      const { id, method } = readRpc(call);
      // A wrong login is no error.
      return method === 'authenticate'
        ? { status: 200, body: { jsonrpc: '2.0', id, result: false } }
        : rpcError(id, error);
    };
    switch (problem.kind) {
      case 'token_expired':
      case 'token_unknown':
        return call.path === '/jsonrpc'
          ? say(accessDenied())
          : say(new OdooException('werkzeug.exceptions.Unauthorized', 'Invalid apikey'));
      case 'missing_scope':
        return say(accessError("You are not allowed to modify 'Contact' (res.partner) records."));
      case 'server_error':
        return proxyPage(502, 'Bad Gateway');
      case 'server_down':
        return proxyPage(503, 'Service Temporarily Unavailable');
      case 'no_such_route':
        return proxyPage(404, 'Not Found');
      case 'bad_request':
        return { status: problem.status, text: `<h1>Bad Request</h1><p>Invalid JSON data</p>` };
      case 'rate_limited':
        return proxyPage(429, 'Too Many Requests', {
          'retry-after': String(Math.ceil(problem.budget.retryAfterMs / 1000)),
        });
    }
  }

  budgetHeaders(): Record<string, string> {
    return {};
  }

  private runRpc({ id, service, method, args }: Rpc): Answer {
    const answer = (result: unknown): Answer => ({ status: 200, body: { jsonrpc: '2.0', id, result } });
    if (service === 'common' && method === 'version')
      return answer({ server_version: '17.0', server_version_info: [17, 0, 0, 'final', 0, ''] });
    if (args[0] !== DATABASE) {
      throw new OdooException(
        'psycopg2.OperationalError',
        `connection to server at "localhost", port 5432 failed: FATAL:  database "${String(args[0])}" does not exist\n`,
      );
    }
    if (service === 'common' && method === 'authenticate') {
      const granted = this.desk.tokens.check(String(args[2]), this.base) === 'granted';
      return answer(granted ? userByLogin(args[1]).id : false);
    }
    const [, uid, , model, name, places, named] = args as [string, number, string, string, string, unknown[], object];
    const given = Object.fromEntries(places.map((value, index) => [PLACES[name]?.[index] ?? String(index), value]));
    return answer(runMethod(this.desk, userById(uid), model, name, { ...given, ...named }));
  }
}

/** @throws BadRequest where the body is no JSON. */
function readRpc(call: Call): Rpc {
  const { id = null, params } = readJsonObject(call) as { id?: unknown; params?: Partial<Rpc> };
  const { service = '', method = '', args = [] } = params ?? {};
  return { id, service, method, args };
}
