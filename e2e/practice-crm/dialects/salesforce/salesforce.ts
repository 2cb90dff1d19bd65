import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { authorizePage, decide } from '../../oauth.ts';
import type { CrmObject } from '../../objects.ts';
import type { RequestBudget } from '../../rate-window.ts';
import { RouteTable } from '../../route-table.ts';
import { bearerToken, type CallProblem, type Desk, type Dialect, type NamedLimit } from '../dialect.ts';
import * as collections from './collections.ts';
import { composite } from './composite.ts';
import { createField, describe, describeAll, userInfo } from './describe.ts';
import { CallError, fail, notFound } from './errors.ts';
import { readType } from './ids.ts';
import { answerToken, ISSUER } from './oauth.ts';
import { query, readLocator } from './query.ts';
import { BASE, DATA, VERSION } from './records.ts';
import * as single from './single.ts';

type Params = Record<string, string>;
type Route = (call: Call, params: Params) => Answer;

/** Requests of an organisation in any 24 hours. */
const DAILY: NamedLimit = { name: 'TotalRequests', requests: 100_000, perMs: 86_400_000 };

/** Salesforce: accounts, opportunities, tasks by its REST API, any version of it. */
export class SalesforceDialect implements Dialect {
  readonly base = BASE;
  private readonly desk: Desk;
  private readonly routes: RouteTable<Route>;

  constructor(desk: Desk) {
    this.desk = desk;
    this.routes = new RouteTable<Route>({
      ...this.collectionRoutes(),
      ...this.recordRoutes(),
      'GET /services/data': () => ({
        status: 200,
        body: [{ label: 'Practice', url: DATA, version: VERSION.slice(1) }],
      }),
      [`GET ${DATA}/query`]: (call) => query(desk, call.query.get('q') ?? ''),
      [`GET ${DATA}/query/{locator}`]: (_, { locator = '' }) => this.nextPage(locator),
      [`POST ${DATA}/composite`]: (call) => composite(call, (part) => this.answer(part)),
      [`POST ${DATA}/tooling/sobjects/CustomField`]: (call) => createField(desk, call),
      'GET /services/oauth2/userinfo': () => userInfo(desk),
      'GET /services/oauth2/authorize': (call) => authorizePage(desk, ISSUER, call.query),
      'POST /services/oauth2/token': (call) => answerToken(desk, call),
      'POST /oauth/decision': ({ body }) => decide(desk, ISSUER, new URLSearchParams(body)),
    });
  }

  route(call: Call): string | null {
    const match = this.routes.find(call.method, unversioned(call.path));
    return match ? match.route.replace('{type}', match.params['type'] ?? '') : null;
  }

  limits(): NamedLimit[] {
    return [DAILY];
  }

  authorise(call: Call) {
    const isOpen = /^\/(services\/oauth2\/(authorize|token)|oauth\/decision)$/.test(call.path);
    return isOpen ? 'open' : this.desk.tokens.check(bearerToken(call), BASE);
  }

  answer(call: Call): Answer {
    const match = this.routes.find(call.method, unversioned(call.path));
    if (!match) return this.problem({ kind: 'no_such_route' });
    try {
      return match.handler(call, match.params);
    } catch (error) {
      if (error instanceof CallError) return fail(error.status, error.errorCode, error.message);
      throw error;
    }
  }

  problem(problem: CallProblem): Answer {
    switch (problem.kind) {
      case 'token_expired':
      case 'token_unknown':
        return fail(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
      case 'missing_scope':
        return fail(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.');
      case 'server_error':
        return fail(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId: 4010-1 (1)');
      case 'server_down':
        return fail(503, 'SERVER_UNAVAILABLE', 'We are down for maintenance.');
      case 'no_such_route':
        return notFound();
      case 'bad_request':
        return fail(problem.status, 'JSON_PARSER_ERROR', `${problem.message} at [line:1, column:1]`);
      case 'rate_limited':
        // No permission is missing: 403 is how Salesforce says that the limit is reached.
        return fail(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
  }

  budgetHeaders({ requests }: NamedLimit, { remaining }: RequestBudget): Record<string, string> {
    return { 'sforce-limit-info': `api-usage=${requests - remaining}/${requests}` };
  }

  private collectionRoutes(): Record<string, Route> {
    const { desk } = this;
    const base = `${DATA}/composite/sobjects`;
    return {
      [`POST ${base}`]: (call) => collections.createCollection(desk, call),
      [`PATCH ${base}`]: (call) => collections.updateCollection(desk, call),
      [`DELETE ${base}`]: (call) => collections.deleteCollection(desk, call),
      [`PATCH ${base}/{type}/{field}`]: this.on((object, call, { field = '' }) =>
        collections.upsertCollection(desk, object, field, call),
      ),
      [`POST ${base}/{type}`]: this.on((object, call) => {
        const { ids, fields } = readJsonObject(call) as { ids?: string[]; fields?: string[] };
        return collections.readCollection(desk, object, ids ?? [], fields ?? []);
      }),
      [`GET ${base}/{type}`]: this.on((object, { query: given }) => {
        const list = (name: string) => (given.get(name) ?? '').split(',').filter((part) => part !== '');
        return collections.readCollection(desk, object, list('ids'), list('fields'));
      }),
    };
  }

  private recordRoutes(): Record<string, Route> {
    const { desk } = this;
    const base = `${DATA}/sobjects`;
    return {
      [`GET ${base}`]: () => describeAll(),
      [`GET ${base}/{type}/describe`]: this.on((object) => describe(desk, object)),
      [`POST ${base}/{type}`]: this.on((object, call) => single.createOne(desk, object, call)),
      [`GET ${base}/{type}/{id}`]: this.on((object, call, { id = '' }) => single.readOne(desk, object, { id }, call)),
      [`PATCH ${base}/{type}/{id}`]: this.on((object, call, { id = '' }) => single.updateOne(desk, object, id, call)),
      [`DELETE ${base}/{type}/{id}`]: this.on((object, _, { id = '' }) => single.deleteOne(desk, object, id)),
      [`GET ${base}/{type}/{keyName}/{value}`]: this.on((object, call, { keyName = '', value = '' }) =>
        single.readOne(desk, object, { keyName, value }, call),
      ),
      [`PATCH ${base}/{type}/{keyName}/{value}`]: this.on((object, call, { keyName = '', value = '' }) =>
        single.upsertOne(desk, object, keyName, value, call),
      ),
    };
  }

  private on(answer: (object: CrmObject, call: Call, params: Params) => Answer): Route {
    return (call, params) => {
      const object = readType(params['type']);
      return object ? answer(object, call, params) : notFound();
    };
  }

  private nextPage(locator: string): Answer {
    const place = readLocator(locator);
    return place
      ? query(this.desk, place.soql, place.from)
      : fail(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
}

/** Every version means the same here. */
const unversioned = (path: string) => path.replace(/^\/services\/data\/v\d+\.\d+(?=\/|$)/, DATA);
