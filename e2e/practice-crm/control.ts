import { readJsonObject, type Answer, type Call } from './call.ts';
import { PRACTICE_FIELDS } from './dialects/practice/fields.ts';
import { FaultSettingsError, noFaults, type Faults } from './faults.ts';
import { takeIn } from './intake.ts';
import type { Ledger } from './ledger.ts';
import { mergeRecords } from './merge.ts';
import { isCrmObject, type CrmObject } from './objects.ts';
import { RouteTable } from './route-table.ts';
import type { Store } from './store.ts';

type Route = (call: Call, params: Record<string, string>) => Answer;

const MOST_LISTED = 10_000;

/**
 * The control API, `/api`: what tests and people look at and turn. It needs no token, and no fault reaches it.
 */
export class Control {
  private readonly routes: RouteTable<Route>;
  private readonly store: Store;
  private readonly ledger: Ledger;
  private readonly faults: Faults;
  private readonly forget: () => void;

  /** @param forget empties everything: records, calls, faults. */
  constructor(store: Store, ledger: Ledger, faults: Faults, forget: () => void) {
    this.store = store;
    this.ledger = ledger;
    this.faults = faults;
    this.forget = forget;
    this.routes = new RouteTable<Route>({
      'GET /ledger': ({ query }) => this.page(query),
      'GET /faults': () => ({ status: 200, body: this.faults.current }),
      'PUT /faults': (call) => this.setFaults(call),
      'POST /reset': () => this.reset(),
      'GET /{object}': (call, { object }) => this.on(object, (known) => this.list(known, call)),
      'POST /{object}': (call, { object }) => this.on(object, (known) => this.create(known, call)),
      'GET /{object}/{id}': (_, { object, id = '' }) => this.on(object, (known) => this.read(known, id)),
      'POST /{object}/{id}/merge': (call, { object, id = '' }) =>
        this.on(object, (known) => this.merge(known, id, call)),
      'DELETE /{object}/{id}': (_, { object, id = '' }) => this.on(object, (known) => this.delete(known, id)),
    });
  }

  answer(call: Call): Answer {
    const match = this.routes.find(call.method, call.path);
    return match ? match.handler(call, match.params) : refuse(404, 'not_found', 'There is nothing at this address.');
  }

  private on(object: string | undefined, answer: (object: CrmObject) => Answer): Answer {
    return isCrmObject(object) ? answer(object) : refuse(404, 'not_found', 'There is nothing at this address.');
  }

  private list(object: CrmObject, { query }: Call): Answer {
    const limit = readCount(query, 'limit', 50, MOST_LISTED);
    const offset = readCount(query, 'offset', 0, Number.MAX_SAFE_INTEGER);
    if (limit === null) return refuse(400, 'invalid_request', `limit must be a whole number from 0 to ${MOST_LISTED}.`);
    if (offset === null) return refuse(400, 'invalid_request', 'offset must be a whole number from 0.');
    return { status: 200, body: this.store.list(object, { q: query.get('q') ?? '', limit, offset }) };
  }

  private read(object: CrmObject, id: string): Answer {
    const record = this.store.get(object, id);
    return record ? { status: 200, body: record } : noRecord(object, id);
  }

  /** As if a person typed it in: `{ properties }`, checked like any other, counted as no effect of a call. */
  private create(object: CrmObject, call: Call): Answer {
    const { properties } = readJsonObject(call);
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
      return refuse(400, 'invalid_request', 'The body must be { properties: { … } }.');
    }
    const intake = takeIn(properties as Record<string, unknown>, PRACTICE_FIELDS[object], noFaults(), true);
    const refusal = intake.refusals[0];
    if (refusal) return { status: 400, body: refusal };
    return { status: 201, body: this.store.create(object, intake.properties, 'person').record };
  }

  private delete(object: CrmObject, id: string): Answer {
    return this.store.delete(object, id) ? { status: 204 } : noRecord(object, id);
  }

  /** `{ into }`: this record becomes a part of that one. */
  private merge(object: CrmObject, id: string, call: Call): Answer {
    const record = mergeRecords(this.store, object, id, String(readJsonObject(call)['into']));
    if (record) return { status: 200, body: record };
    return refuse(404, 'not_found', `There are no two records to merge, ${id} and the one to merge it into.`);
  }

  private page(query: URLSearchParams): Answer {
    const limit = readCount(query, 'limit', 100, MOST_LISTED);
    const offset = readCount(query, 'offset', 0, Number.MAX_SAFE_INTEGER);
    if (limit === null) return refuse(400, 'invalid_request', `limit must be a whole number from 0 to ${MOST_LISTED}.`);
    if (offset === null) return refuse(400, 'invalid_request', 'offset must be a whole number from 0.');
    return { status: 200, body: this.ledger.page(this.store, limit, offset) };
  }

  private setFaults(call: Call): Answer {
    try {
      return { status: 200, body: this.faults.change(readJsonObject(call)) };
    } catch (error) {
      if (!(error instanceof FaultSettingsError)) throw error;
      return refuse(400, 'invalid_faults', `${error.message}.`);
    }
  }

  private reset(): Answer {
    this.forget();
    return { status: 200, body: {} };
  }
}

function readCount(query: URLSearchParams, name: string, absent: number, most: number): number | null {
  const text = query.get(name);
  if (text === null) return absent;
  return /^\d{1,15}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

const noRecord = (object: CrmObject, id: string) => refuse(404, 'not_found', `There is no record ${id} in ${object}.`);

const refuse = (status: number, code: string, message: string): Answer => ({ status, body: { code, message } });
