import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { presentFields } from '../../intake.ts';
import { RouteTable } from '../../route-table.ts';
import type { CallProblem, Desk, Dialect, NamedLimit } from '../dialect.ts';
import { addField, describeFields } from './admin.ts';
import { ENTITIES, type EspoField } from './fields.ts';
import { show } from './records.ts';
import { refuse } from './refuse.ts';
import { readNested, search } from './search.ts';
import { OWN_ID, readBasic, userOf } from './users.ts';
import { create, DEFAULT_DUPLICATE_CHECK, update } from './writes.ts';

type Route = (call: Call, params: Record<string, string>) => Answer;

const MOST_LISTED = 200;
/** Apache's own limit of a request line, under which EspoCRM mostly runs. */
const LONGEST_LINE = 8190;

/** EspoCRM's REST API below `/espocrm/api/v1`. */
export class EspocrmDialect implements Dialect {
  readonly base = '/espocrm';
  private readonly desk: Desk;
  private readonly routes: RouteTable<Route>;
  private duplicateCheck: string[] = DEFAULT_DUPLICATE_CHECK;

  constructor(desk: Desk) {
    this.desk = desk;
    this.routes = new RouteTable<Route>({
      'GET /api/v1/App/user': () => this.user(),
      'GET /api/v1/Metadata': (call) => this.metadata(call),
      'GET /api/v1/I18n': () => this.labels(),
      'POST /api/v1/Admin/fieldManager/{entity}': (call, { entity = '' }) =>
        this.asAdmin(call, () => this.on(entity, call, 'edit', () => addField(desk, this.base, entity, call))),
      'POST /api/v1/EntityManager/action/updateEntity': (call) => this.asAdmin(call, () => this.updateEntity(call)),
      'GET /api/v1/{entity}': (call, { entity = '' }) =>
        this.on(entity, call, 'read', (fields) => this.list(entity, fields, call)),
      'POST /api/v1/{entity}': (call, { entity = '' }) =>
        this.on(entity, call, 'create', (fields) => create(desk, entity, fields, call, this.duplicateCheck)),
      'GET /api/v1/{entity}/{id}': (call, { entity = '', id = '' }) =>
        this.on(entity, call, 'read', (fields) => this.read(entity, fields, id)),
      'PUT /api/v1/{entity}/{id}': (call, { entity = '', id = '' }) =>
        this.on(entity, call, 'edit', (fields) => update(desk, entity, fields, call, id)),
      'DELETE /api/v1/{entity}/{id}': (call, { entity = '', id = '' }) =>
        this.on(entity, call, 'delete', () => this.delete(entity, id)),
    });
  }

  route(call: Call): string | null {
    const match = this.routes.find(call.method, call.path);
    return match ? match.route.replace('{entity}', match.params['entity'] ?? '') : null;
  }

  limits(): NamedLimit[] {
    return [];
  }

  authorise(call: Call) {
    const key = call.headers['x-api-key'];
    return this.desk.tokens.check(typeof key === 'string' ? key : readBasic(call).password, this.base);
  }

  answer(call: Call): Answer {
    if (call.path.length + call.query.toString().length > LONGEST_LINE) {
      return { status: 414, text: '<h1>Request-URI Too Long</h1>' };
    }
    const match = this.routes.find(call.method, call.path);
    return match ? match.handler(call, match.params) : this.problem({ kind: 'no_such_route' });
  }

  problem(problem: CallProblem): Answer {
    switch (problem.kind) {
      case 'token_expired':
      case 'token_unknown':
        return { status: 401, text: '' };
      case 'missing_scope':
        return refuse(403, 'No create access.');
      case 'server_error':
        return { status: 500, text: '' };
      case 'server_down':
        return refuse(503, 'Application is in maintenance mode.');
      case 'no_such_route':
        return { status: 404, text: '<h1>404 Page Not Found</h1>' };
      // EspoCRM does not say what is wrong with JSON it cannot read.
      case 'bad_request':
        return { status: 500, text: '' };
      case 'rate_limited':
        return {
          status: 429,
          headers: { 'retry-after': String(Math.ceil(problem.budget.retryAfterMs / 1000)) },
          text: '<h1>429 Too Many Requests</h1>',
        };
    }
  }

  budgetHeaders(): Record<string, string> {
    return {};
  }

  private asAdmin(call: Call, work: () => Answer): Answer {
    return userOf(call).isAdmin ? work() : refuse(403, '');
  }

  /** @param right the kind of access the call needs. */
  private on(entity: string, call: Call, right: string, work: (fields: EspoField[]) => Answer): Answer {
    if (!Object.hasOwn(ENTITIES, entity)) return refuse(404, `Controller '${entity}' does not exist.`);
    if (userOf(call).hidden.includes(entity)) return refuse(403, `No ${right} access.`);
    return work(this.fields(entity));
  }

  private fields(entity: string): EspoField[] {
    const { object, fields } = ENTITIES[entity]!;
    const custom = this.desk.customFields.of(this.base, object) as unknown as EspoField[];
    return presentFields([...fields, ...custom], this.desk.faults.current) as EspoField[];
  }

  private user(): Answer {
    const user = { id: OWN_ID, userName: 'practice', name: 'Pat Practice', type: 'api' };
    return { status: 200, body: { user, acl: {}, preferences: {} } };
  }

  private metadata(call: Call): Answer {
    const key = call.query.get('key') ?? '';
    const [, entity = ''] = /^entityDefs\.(\w+)\.fields$/.exec(key) ?? [];
    if (userOf(call).hidden.includes(entity)) return { status: 200, body: null };
    if (Object.hasOwn(ENTITIES, entity)) return { status: 200, body: describeFields(this.fields(entity)) };
    if (key === 'scopes.Account.duplicateCheckFieldList') return { status: 200, body: this.duplicateCheck };
    return { status: 200, body: null };
  }

  private labels(): Answer {
    const named = Object.keys(ENTITIES).map((entity) => [
      entity,
      { fields: { name: 'Name', accountId: 'Account', cIntegrationQueueKey: 'Integration Queue Key' } },
    ]);
    return { status: 200, body: { Global: { fields: { description: 'Description' } }, ...Object.fromEntries(named) } };
  }

  private updateEntity(call: Call): Answer {
    const { name, duplicateCheckFieldList } = readJsonObject(call);
    if (typeof name !== 'string' || !Object.hasOwn(ENTITIES, name)) return refuse(400, 'Bad data.');
    if (Array.isArray(duplicateCheckFieldList)) this.duplicateCheck = duplicateCheckFieldList as string[];
    return { status: 200, body: true };
  }

  private list(entity: string, fields: EspoField[], { query }: Call): Answer {
    const size = Number(query.get('maxSize') ?? MOST_LISTED);
    const offset = Number(query.get('offset') ?? 0);
    if (size > MOST_LISTED) return refuse(403, `Max size should not exceed ${MOST_LISTED}. Use offset and limit.`);
    const found = search(this.desk, entity, fields, readNested(query, 'where'));
    if (!found) return refuse(400, 'Bad where item.');
    const selected = new Set(query.get('select')?.split(',') ?? []);
    const list = found.slice(offset, offset + size).map((record) => {
      const entries = Object.entries(show(this.desk, fields, record));
      return Object.fromEntries(entries.filter(([name]) => selected.size === 0 || name === 'id' || selected.has(name)));
    });
    return { status: 200, body: { total: found.length, list } };
  }

  private read(entity: string, fields: EspoField[], id: string): Answer {
    const record = this.desk.store.get(ENTITIES[entity]!.object, id);
    return record
      ? { status: 200, body: show(this.desk, fields, record) }
      : refuse(404, `Record ${id} does not exist.`);
  }

  private delete(entity: string, id: string): Answer {
    return this.desk.store.delete(ENTITIES[entity]!.object, id)
      ? { status: 200, body: true }
      : refuse(404, `Record ${id} not found.`);
  }
}
