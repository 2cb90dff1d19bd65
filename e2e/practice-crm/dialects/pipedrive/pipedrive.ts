import type { Answer, Call } from '../../call.ts';
import { authorizePage, decide } from '../../oauth.ts';
import { OBJECTS } from '../../objects.ts';
import type { RequestBudget } from '../../rate-window.ts';
import { RouteTable } from '../../route-table.ts';
import { bearerToken, type CallProblem, type Desk, type Dialect, type NamedLimit } from '../dialect.ts';
import { fail } from './answers.ts';
import { NAMES } from './fields.ts';
import { list, search, searchField } from './lists.ts';
import { answerToken, ISSUER } from './oauth.ts';
import { BASE, createOne, deleteOne, readOne, updateOne } from './records.ts';
import * as schema from './schema.ts';

type Params = Record<string, string>;
type Route = (call: Call, params: Params) => Answer;

/** Calls in two seconds, as the Premium plan has them: fewer for an API token than for an app. */
const TOKEN_BURST: NamedLimit = { name: 'burst', requests: 100, perMs: 2000 };
const APP_BURST: NamedLimit = { name: 'burst', requests: 400, perMs: 2000 };
const SEARCH_BURST: NamedLimit = { name: 'search', requests: 10, perMs: 2000 };
/** Every call costs some of the day's tokens. */
const DAILY = { name: 'daily', requests: 150_000, perMs: 86_400_000 };

/** Pipedrive v2: one record a call, nothing unique; users and activity types from v1. */
export class PipedriveDialect implements Dialect {
  readonly base = BASE;
  private readonly desk: Desk;
  private readonly routes: RouteTable<Route>;

  constructor(desk: Desk) {
    this.desk = desk;
    this.routes = new RouteTable<Route>({
      ...this.recordRoutes(),
      'GET /api/v2/itemSearch/field': (call) => searchField(desk, call),
      'GET /api/v2/pipelines': () => schema.listPipelines(),
      'GET /api/v2/stages': (call) => schema.listStages(call),
      'GET /api/v1/users': () => schema.listUsers(),
      'GET /api/v1/users/me': () => schema.readMe(desk),
      'GET /api/v1/activityTypes': () => schema.listActivityTypes(),
      'GET /api/v1/currencies': () => schema.listCurrencies(),
      'GET /oauth/authorize': ({ query }) => authorizePage(desk, ISSUER, query),
      'POST /oauth/decision': ({ body }) => decide(desk, ISSUER, new URLSearchParams(body)),
      'POST /oauth/token': (call) => answerToken(desk, call),
    });
  }

  route(call: Call): string | null {
    return this.routes.find(call.method, canonical(call.path))?.route ?? null;
  }

  limits(call: Call): NamedLimit[] {
    const burst = call.headers.authorization ? APP_BURST : TOKEN_BURST;
    const isSearch = /search/i.test(call.path);
    return [burst, ...(isSearch ? [SEARCH_BURST] : []), { ...DAILY, cost: costOf(call, isSearch) }];
  }

  authorise(call: Call) {
    if (call.path.startsWith('/oauth/')) return 'open';
    const { 'x-api-token': header } = call.headers;
    const token = typeof header === 'string' ? header : (call.query.get('api_token') ?? bearerToken(call));
    return this.desk.tokens.check(token, BASE);
  }

  answer(call: Call): Answer {
    const match = this.routes.find(call.method, canonical(call.path));
    return match ? match.handler(call, match.params) : this.problem({ kind: 'no_such_route' });
  }

  problem(problem: CallProblem): Answer {
    switch (problem.kind) {
      case 'token_expired':
      case 'token_unknown':
        return fail(401, 'unauthorized access');
      case 'missing_scope':
        return fail(403, 'Scope and URL mismatch');
      case 'server_error':
        return fail(500, 'Internal server error');
      case 'server_down':
        return fail(503, 'Service unavailable');
      case 'no_such_route':
        return fail(404, 'Unknown method .');
      case 'bad_request':
        return fail(problem.status, `Bad request: ${problem.message}`);
      case 'rate_limited': {
        const { limit, budget } = problem;
        const isDaily = limit.name === 'daily';
        return fail(429, isDaily ? 'Daily API token limit exceeded' : 'Rate limit exceeded', 'ERR_RATE_LIMIT', {
          ...(isDaily ? {} : { 'retry-after': String(Math.ceil(budget.retryAfterMs / 1000)) }),
        });
      }
    }
  }

  budgetHeaders({ name, requests }: NamedLimit, { remaining, resetMs }: RequestBudget): Record<string, string> {
    if (name === 'daily') {
      return {
        'x-daily-ratelimit-token-limit': String(requests),
        'x-daily-ratelimit-token-remaining': String(remaining),
      };
    }
    return {
      'x-ratelimit-limit': String(requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
    };
  }

  private recordRoutes(): Record<string, Route> {
    const { desk } = this;
    const routes: Record<string, Route> = {};
    for (const object of OBJECTS) {
      const { path, fieldsPath } = NAMES[object];
      const base = `/api/v2/${path}`;
      if (object !== 'tasks') {
        routes[`GET ${base}/search`] = (call) => search(desk, object, call);
        routes[`POST /api/v2/${fieldsPath}`] = (call) => schema.createField(desk, object, call);
      }
      routes[`GET ${base}`] = (call) => list(desk, object, call);
      routes[`POST ${base}`] = (call) => createOne(desk, object, call);
      routes[`GET ${base}/{id}`] = (_, { id = '' }) => readOne(desk, object, id);
      routes[`PATCH ${base}/{id}`] = (call, { id = '' }) => updateOne(desk, object, id, call);
      routes[`DELETE ${base}/{id}`] = (_, { id = '' }) => deleteOne(desk, object, id);
      routes[`GET /api/v2/${fieldsPath}`] = () => schema.listFields(desk, object);
      routes[`GET /api/v2/${fieldsPath}/{code}`] = (_, { code = '' }) => schema.readField(desk, object, code);
    }
    return routes;
  }
}

/** The day's tokens one call costs. */
function costOf({ method, path }: Call, isSearch: boolean): number {
  if (isSearch) return 20;
  if (method === 'DELETE') return 3;
  if (method !== 'GET') return 5;
  return /\/\d+$/.test(path) ? 1 : 10;
}

const canonical = (path: string) => path.replace(/^\/v([12])\//, '/api/v$1/');
