import type { Answer, Call } from '../call.ts';
import { FaultSettingsError, noFaults, type Faults } from '../faults.ts';
import type { Ledger } from '../ledger.ts';
import { isCrmObject, type CrmObject } from '../objects.ts';
import { RouteTable } from '../route-table.ts';
import type { Store } from '../store.ts';
import { faultsPage, readFaultsForm } from './faults.ts';
import { html } from './html.ts';
import { page, TITLES } from './layout.ts';
import { ledgerPage } from './ledger.ts';
import { listPage } from './list.ts';
import { newRecordPage, readNewRecord } from './new-record.ts';
import { recordPage } from './record.ts';
import { STYLE } from './style.ts';

type Route = (call: Call, params: Record<string, string>) => Answer;

/** The pages for people. No fault reaches them. */
export class Website {
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
      'GET /': (call) => listPage(this.crm, 'companies', call.query),
      'GET /style.css': () => ({ status: 200, text: STYLE, headers: { 'content-type': 'text/css; charset=utf-8' } }),
      'GET /ledger': () => ledgerPage(this.crm, this.ledger),
      'GET /faults': () => faultsPage(this.crm),
      'POST /faults': (call) => this.setFaults(readFaultsForm(readForm(call))),
      'POST /faults/off': () => this.setFaults(noFaults()),
      'POST /reset': () => this.reset(),
      'GET /{object}': (call, { object }) => this.on(object, (known) => listPage(this.crm, known, call.query)),
      'GET /{object}/new': (_, { object }) => this.on(object, (known) => newRecordPage(this.crm, known)),
      'POST /{object}/new': (call, { object }) => this.on(object, (known) => this.create(known, readForm(call))),
      'GET /{object}/{id}': (_, { object, id = '' }) => this.on(object, (known) => this.record(known, id)),
      'POST /{object}/{id}/delete': (_, { object, id = '' }) => this.on(object, (known) => this.delete(known, id)),
    });
  }

  answer(call: Call): Answer {
    // A form on somebody else's page must not reach a server on this machine.
    if (call.method === 'POST' && call.headers['sec-fetch-site'] === 'cross-site') return { status: 403 };
    const match = this.routes.find(call.method === 'HEAD' ? 'GET' : call.method, call.path);
    return match ? match.handler(call, match.params) : this.missing();
  }

  private get crm() {
    return { store: this.store, faults: this.faults.current };
  }

  private on(object: string | undefined, answer: (object: CrmObject) => Answer): Answer {
    return isCrmObject(object) ? answer(object) : this.missing();
  }

  private record(object: CrmObject, id: string): Answer {
    const record = this.store.get(object, id);
    return record ? recordPage(this.crm, object, record) : this.missing();
  }

  private create(object: CrmObject, typed: URLSearchParams): Answer {
    const intake = readNewRecord(object, typed);
    const refusal = intake.refusals[0];
    if (refusal) return newRecordPage(this.crm, object, typed, refusal.message);
    const { record } = this.store.create(object, intake.properties, 'person');
    return goTo(`${TITLES[object].address}/${record.id}`);
  }

  private delete(object: CrmObject, id: string): Answer {
    return this.store.delete(object, id) ? goTo(TITLES[object].address) : this.missing();
  }

  private setFaults(changes: Record<string, unknown> | ReturnType<typeof noFaults>): Answer {
    try {
      this.faults.change(changes);
    } catch (error) {
      if (error instanceof FaultSettingsError) return faultsPage(this.crm, `${error.message}.`);
      throw error;
    }
    return goTo('/faults');
  }

  private reset(): Answer {
    this.forget();
    return goTo('/');
  }

  private missing(): Answer {
    const content = html`<div class="sheet empty">
      <h1>Not here</h1>
      <p>There is no such page or record. It may have been deleted.</p>
    </div>`;
    return page(this.crm, { title: 'Not here', place: null, content, status: 404 });
  }
}

const readForm = ({ body }: Call) => new URLSearchParams(body);

const goTo = (location: string): Answer => ({ status: 303, headers: { location } });
