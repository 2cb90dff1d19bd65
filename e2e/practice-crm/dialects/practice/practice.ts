import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { presentFields } from '../../intake.ts';
import { isCrmObject, type CrmObject } from '../../objects.ts';
import type { RequestBudget } from '../../rate-window.ts';
import { RouteTable } from '../../route-table.ts';
import type { StoredRecord } from '../../store.ts';
import { bearerToken, type CallProblem, type Desk, type Dialect, type NamedLimit } from '../dialect.ts';
import { PRACTICE_FIELDS } from './fields.ts';
import { refuse } from './refuse.ts';
import { MOST_ROWS, upsertRows } from './upsert.ts';

type Route = (call: Call, params: Record<string, string>) => Answer;

/** Values of one search, all kinds together. */
const MOST_SEARCH_VALUES = 500;

/** The practice CRM's own way of speaking: `/practice/v1`. */
export class PracticeDialect implements Dialect {
  readonly base = '/practice/v1';
  private readonly desk: Desk;
  private readonly routes: RouteTable<Route>;

  constructor(desk: Desk) {
    this.desk = desk;
    this.routes = new RouteTable<Route>({
      'GET /account': () => this.account(),
      'GET /schema/{object}': (_, { object }) => this.on(object, (known) => this.schema(known)),
      'POST /{object}/batch/upsert': (call, { object }) => this.on(object, (known) => upsertRows(desk, known, call)),
      'POST /{object}/search': (call, { object }) => this.on(object, (known) => this.search(known, call)),
      'GET /{object}/{id}': (_, { object, id = '' }) => this.on(object, (known) => this.read(known, id)),
      'DELETE /{object}/{id}': (_, { object, id = '' }) => this.on(object, (known) => this.remove(known, id)),
    });
  }

  route({ method, path }: Call): string | null {
    const match = this.routes.find(method, path);
    return match ? match.route.replace('{object}', match.params['object'] ?? '') : null;
  }

  limits(): NamedLimit[] {
    return [];
  }

  authorise(call: Call) {
    return this.desk.tokens.check(bearerToken(call), this.base);
  }

  answer(call: Call): Answer {
    const match = this.routes.find(call.method, call.path);
    return match ? match.handler(call, match.params) : this.problem({ kind: 'no_such_route' });
  }

  problem(problem: CallProblem): Answer {
    switch (problem.kind) {
      case 'token_expired':
        return refuse(401, 'invalid_token', 'The access token has expired.');
      case 'token_unknown':
        return refuse(401, 'invalid_token', 'The access token is missing or unknown.');
      case 'missing_scope':
        return refuse(403, 'missing_scope', 'The access token may not do this.');
      case 'server_error':
        return refuse(500, 'internal_error', 'Something went wrong. Nothing was written.');
      case 'server_down':
        return refuse(503, 'unavailable', 'The practice CRM is down for maintenance.');
      case 'no_such_route':
        return refuse(404, 'not_found', 'There is nothing at this address.');
      case 'bad_request':
        return refuse(problem.status, 'invalid_request', `${problem.message}.`);
      case 'rate_limited': {
        const { requests, perMs } = problem.limit;
        return {
          ...refuse(429, 'rate_limited', `At most ${requests} requests in ${perMs} ms are allowed.`),
          headers: { 'retry-after': seconds(problem.budget.retryAfterMs) },
        };
      }
    }
  }

  budgetHeaders({ requests }: NamedLimit, { remaining, resetMs }: RequestBudget): Record<string, string> {
    return {
      'x-ratelimit-limit': String(requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': seconds(resetMs),
    };
  }

  private on(object: string | undefined, answer: (object: CrmObject) => Answer): Answer {
    return isCrmObject(object) ? answer(object) : this.problem({ kind: 'no_such_route' });
  }

  private account(): Answer {
    const limit = this.desk.faults.current.rateLimit;
    return {
      status: 200,
      body: {
        id: 'practice-1',
        name: 'Practice CRM',
        user: 'Pat Practice',
        limits: { requests: limit?.requests ?? null, perMs: limit?.perMs ?? null, batch: MOST_ROWS },
      },
    };
  }

  private schema(object: CrmObject): Answer {
    const fields = presentFields(PRACTICE_FIELDS[object], this.desk.faults.current);
    return { status: 200, body: { fields: fields.map(({ stores: _stores, ...shown }) => shown) } };
  }

  private search(object: CrmObject, call: Call): Answer {
    const { keys = [], domains = [], ids = [], ...unknown } = readJsonObject(call);
    const extra = Object.keys(unknown)[0];
    if (extra !== undefined) return refuse(400, 'invalid_request', `"${extra}" cannot be searched for.`);
    if (![keys, domains, ids].every(isTextList)) {
      return refuse(400, 'invalid_request', 'keys, domains and ids must be lists of text.');
    }
    const [byKeys, byDomains, byIds] = [keys, domains, ids] as [string[], string[], string[]];
    const count = byKeys.length + byDomains.length + byIds.length;
    if (count > MOST_SEARCH_VALUES) {
      return refuse(400, 'too_many_values', `One search takes at most ${MOST_SEARCH_VALUES} values, not ${count}.`);
    }
    const { store } = this.desk;
    const found = [
      ...byIds.map((id) => store.get(object, id)).filter((record) => record !== null),
      ...byKeys.flatMap((key) => store.byKey(object, key)),
      ...byDomains.flatMap((domain) => store.byDomain(object, domain)),
    ];
    return { status: 200, body: { results: [...new Set(found)].map((record) => this.show(object, record)) } };
  }

  private read(object: CrmObject, id: string): Answer {
    const record = this.desk.store.get(object, id);
    if (!record) return refuse(404, 'not_found', `There is no record ${id} in ${object}.`);
    return { status: 200, body: this.show(object, record) };
  }

  private remove(object: CrmObject, id: string): Answer {
    if (this.desk.store.delete(object, id)) return { status: 204 };
    return refuse(404, 'not_found', `There is no record ${id} in ${object}.`);
  }

  private show(object: CrmObject, { id, key, properties, createdAt, updatedAt }: StoredRecord) {
    const { removedFields } = this.desk.faults.current;
    const shown = Object.entries(properties).filter(([name]) => !removedFields.includes(name));
    return { id, key, properties: Object.fromEntries(shown), createdAt, updatedAt };
  }
}

const isTextList = (value: unknown) => Array.isArray(value) && value.every((text) => typeof text === 'string');

const seconds = (ms: number) => (Math.ceil(ms) / 1000).toFixed(3);
