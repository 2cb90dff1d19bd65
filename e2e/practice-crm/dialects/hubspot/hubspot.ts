import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CrmObject } from '../../objects.ts';
import type { RequestBudget } from '../../rate-window.ts';
import { RouteTable } from '../../route-table.ts';
import { bearerToken, type CallProblem, type Desk, type Dialect, type NamedLimit } from '../dialect.ts';
import { accountDetails, listOwners, listPipelines, readSchema } from './account.ts';
import * as associations from './associations.ts';
import * as batches from './batches.ts';
import { fail, invalid, unknownObjects } from './errors.ts';
import { KINDS, readObject } from './fields.ts';
import { answerToken, answerTokenInfo, ISSUER } from './oauth.ts';
import { createProperty, listProperties, readProperty } from './properties.ts';
import { BASE, DEFAULTS, fieldsOf, findRecord, show } from './records.ts';
import { search } from './search.ts';
import { createOne, readIdProperty, updateOne } from './writes.ts';
import { authorizePage, decide } from '../../oauth.ts';
import { mergeRecords } from '../../merge.ts';

type Params = Record<string, string>;
type Route = (call: Call, params: Params) => Answer;

/** A private app's limit; an app that came by OAuth has less. */
const PRIVATE_APP: NamedLimit = { name: 'TEN_SECONDLY_ROLLING', requests: 190, perMs: 10_000 };
const OAUTH_APP: NamedLimit = { name: 'TEN_SECONDLY_ROLLING', requests: 110, perMs: 10_000 };
const SEARCH: NamedLimit = { name: 'SECONDLY', requests: 5, perMs: 1000 };

/** HubSpot: companies, deals, tasks and what hangs on them, in its dated and its older paths. */
export class HubspotDialect implements Dialect {
  readonly base = BASE;
  private readonly desk: Desk;
  private readonly routes: RouteTable<Route>;

  constructor(desk: Desk) {
    this.desk = desk;
    this.routes = new RouteTable<Route>({
      ...this.objectRoutes(),
      ...this.associationRoutes(),
      'GET /crm/v3/properties/{object}': this.on((object) => listProperties(desk, object)),
      'POST /crm/v3/properties/{object}': this.on((object, call) => createProperty(desk, object, call)),
      'GET /crm/v3/properties/{object}/{name}': this.on((object, _, { name = '' }) => readProperty(desk, object, name)),
      'GET /crm/v3/pipelines/deals': () => listPipelines(),
      'GET /crm/v3/owners': () => listOwners(),
      'GET /crm/v3/schemas/{object}': this.on((object) => readSchema(desk, object)),
      'GET /account-info/v3/details': () => accountDetails(desk),
      'GET /oauth/authorize': ({ query }) => authorizePage(desk, ISSUER, query),
      'POST /oauth/decision': ({ body }) => decide(desk, ISSUER, new URLSearchParams(body)),
      'POST /oauth/{version}/token': (call) => answerToken(desk, call),
      'GET /oauth/v1/access-tokens/{token}': (_, { token = '' }) => answerTokenInfo(desk, token),
    });
  }

  route(call: Call): string | null {
    const match = this.routes.find(call.method, undated(call.path));
    return match ? match.route.replace('{object}', match.params['object'] ?? '') : null;
  }

  limits(call: Call): NamedLimit[] {
    if (call.path.endsWith('/search')) return [SEARCH];
    return [bearerToken(call)?.includes('.') ? OAUTH_APP : PRIVATE_APP];
  }

  authorise(call: Call) {
    return call.path.startsWith('/oauth/') ? 'open' : this.desk.tokens.check(bearerToken(call), BASE);
  }

  answer(call: Call): Answer {
    const match = this.routes.find(call.method, undated(call.path));
    return match ? match.handler(call, match.params) : this.problem({ kind: 'no_such_route' });
  }

  problem(problem: CallProblem): Answer {
    switch (problem.kind) {
      case 'token_expired':
        return fail(401, {
          category: 'EXPIRED_AUTHENTICATION',
          message: 'The OAuth token used to make this call expired. Please refresh it.',
        });
      case 'token_unknown':
        return fail(401, {
          category: 'INVALID_AUTHENTICATION',
          message: 'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
        });
      case 'missing_scope':
        return fail(403, {
          category: 'MISSING_SCOPES',
          message: 'This app hasn’t been granted all required scopes to make this call.',
          context: { requiredGranularScopes: ['crm.objects.companies.write'] },
        });
      case 'server_error':
        return fail(500, { category: 'INTERNAL_ERROR', message: 'internal error' });
      case 'server_down':
        return fail(503, { category: 'SERVICE_UNAVAILABLE', message: 'The service is not available at the moment.' });
      case 'no_such_route':
        return { status: 404, text: '<html><body><h2>HTTP ERROR 404</h2></body></html>' };
      case 'bad_request':
        return fail(problem.status, invalid(`Invalid input JSON on line 1, column 1: ${problem.message}`));
      case 'rate_limited':
        return this.tooMany(problem.limit);
    }
  }

  budgetHeaders({ requests, perMs, name }: NamedLimit, { remaining }: RequestBudget): Record<string, string> {
    if (name === SEARCH.name) return {};
    return {
      'x-hubspot-ratelimit-max': String(requests),
      'x-hubspot-ratelimit-remaining': String(remaining),
      'x-hubspot-ratelimit-interval-milliseconds': String(perMs),
    };
  }

  /** HubSpot promises no Retry-After here. */
  private tooMany({ name }: NamedLimit): Answer {
    const policyName = name === 'account' ? PRIVATE_APP.name : name;
    return {
      status: 429,
      body: {
        status: 'error',
        message: `You have reached your ${policyName.toLowerCase()} limit.`,
        errorType: 'RATE_LIMIT',
        correlationId: crypto.randomUUID(),
        policyName,
        requestId: crypto.randomUUID(),
      },
    };
  }

  private objectRoutes(): Record<string, Route> {
    const { desk } = this;
    const base = '/crm/v3/objects/{object}';
    return {
      [`POST ${base}/batch/create`]: this.on((object, call) => batches.createBatch(desk, object, call)),
      [`POST ${base}/batch/update`]: this.on((object, call) => batches.updateBatch(desk, object, call)),
      [`POST ${base}/batch/upsert`]: this.on((object, call) => batches.upsertBatch(desk, object, call)),
      [`POST ${base}/batch/read`]: this.on((object, call) =>
        batches.readBatch(desk, object, call, readJsonObject(call)),
      ),
      [`POST ${base}/batch/archive`]: this.on((object, call) => batches.archiveBatch(desk, object, call)),
      [`POST ${base}/search`]: this.on((object, call) => search(desk, object, call)),
      [`POST ${base}/merge`]: this.on((object, call) => this.merge(object, call)),
      [`POST ${base}`]: this.on((object, call) => createOne(desk, object, call)),
      [`GET ${base}/{id}`]: this.on((object, call, { id = '' }) => this.read(object, id, call)),
      [`PATCH ${base}/{id}`]: this.on((object, call, { id = '' }) => updateOne(desk, object, id, call)),
      [`DELETE ${base}/{id}`]: this.on((object, _, { id = '' }) => {
        desk.store.delete(object, id);
        return { status: 204 };
      }),
    };
  }

  private associationRoutes(): Record<string, Route> {
    const { desk } = this;
    const one = '/crm/v3/objects/{object}/{id}/associations';
    const batch = '/crm/v4/associations/{object}/{to}/batch';
    const pair = (answer: (pair: { from: CrmObject; to: CrmObject }, call: Call, params: Params) => Answer): Route =>
      this.on((from, call, params) => {
        const to = readObject(params['to']);
        return to ? answer({ from, to }, call, params) : this.unknownType(params['to']);
      });
    const associate = pair((both, call, { id = '', toId = '' }) =>
      associations.associateOne(desk, both, id, toId, call),
    );
    return {
      [`PUT ${one}/default/{to}/{toId}`]: associate,
      [`PUT ${one}/{to}/{toId}`]: associate,
      [`GET ${one}/{to}`]: pair((both, _, { id = '' }) => associations.listAssociations(desk, both, id)),
      [`POST ${batch}/create`]: pair((both, call) => associations.associateBatch(desk, both, call, 2000)),
      [`POST ${batch}/associate/default`]: pair((both, call) => associations.associateBatch(desk, both, call, 2000)),
      [`POST ${batch}/read`]: pair((both, call) => associations.readAssociations(desk, both, call)),
      [`POST ${batch}/archive`]: pair((both, call) => associations.archiveAssociations(desk, both, call)),
    };
  }

  private on(answer: (object: CrmObject, call: Call, params: Params) => Answer): Route {
    return (call, params) => {
      const object = readObject(params['object']);
      return object ? answer(object, call, params) : this.unknownType(params['object']);
    };
  }

  private unknownType(name: string | undefined): Answer {
    return fail(400, invalid(`Unable to infer object type from: ${name ?? ''}`));
  }

  private read(object: CrmObject, id: string, { query }: Call): Answer {
    const idProperty = readIdProperty(this.desk, object, query.get('idProperty'));
    if (idProperty instanceof Error) return fail(400, invalid(idProperty.message));
    const record = findRecord(this.desk, object, id, idProperty);
    if (!record) return fail(404, { ...unknownObjects(KINDS[object].kind, [id]), message: 'resource not found' });
    const wanted = query.getAll('properties').flatMap((names) => names.split(','));
    const names = wanted.length > 0 ? wanted : DEFAULTS[object];
    return { status: 200, body: show(object, fieldsOf(this.desk, object), record, names) };
  }

  private merge(object: CrmObject, call: Call): Answer {
    const { primaryObjectId, objectIdToMerge } = readJsonObject(call);
    const record = mergeRecords(this.desk.store, object, String(objectIdToMerge), String(primaryObjectId));
    if (!record) return fail(404, unknownObjects(KINDS[object].kind, [String(objectIdToMerge)]));
    return { status: 200, body: show(object, fieldsOf(this.desk, object), record, DEFAULTS[object]) };
  }
}

/** Dated paths and older ones mean the same: everything is looked up under its older path. */
function undated(path: string): string {
  return path
    .replace(/^\/crm\/(objects|properties|pipelines|owners)\/(20\d\d-\d\d|v3)(?=\/|$)/, '/crm/v3/$1')
    .replace(/^\/crm\/v4\/objects\//, '/crm/v3/objects/')
    .replace(/^\/crm\/associations\/(20\d\d-\d\d|v4)\//, '/crm/v4/associations/')
    .replace(/^\/crm-object-schemas\/(20\d\d-\d\d|v3)\/schemas\//, '/crm/v3/schemas/')
    .replace(/^\/account-info\/20\d\d-\d\d\//, '/account-info/v3/');
}
