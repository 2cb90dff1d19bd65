import type { Answer } from '../call.ts';
import { noFaults, type FaultSettings } from '../faults.ts';
import { OBJECTS, type CrmObject } from '../objects.ts';
import type { Store } from '../store.ts';
import { html, type Html } from './html.ts';

/** What people call the objects. */
export const TITLES: Record<CrmObject, { many: string; one: string; address: string }> = {
  companies: { many: 'Companies', one: 'Company', address: '/companies' },
  deals: { many: 'Deals', one: 'Deal', address: '/deals' },
  tasks: { many: 'Tasks', one: 'Task', address: '/tasks' },
};

export type Place = CrmObject | 'ledger' | 'faults';

/** A whole page around `content`. @param status 404 where the page says that something is not there. */
export function page(
  { store, faults }: { store: Store; faults: Readonly<FaultSettings> },
  { title, place, content, status = 200 }: { title: string; place: Place | null; content: Html; status?: number },
): Answer {
  const link = (to: Place, address: string, words: Html | string, apart = false) =>
    html`<a href="${address}" ${apart && html`class="apart"`} ${to === place && html`aria-current="page"`}
      >${words}</a
    >`;
  const faultsOn = countFaults(faults);
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Practice CRM</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <div class="bar">
          <div>
            <a class="brand" href="/">Practice CRM</a>
            <nav aria-label="Main">
              ${OBJECTS.map((object) => {
                const { many, address } = TITLES[object];
                return link(object, address, html`${many} <small>${grouped(store.count(object))}</small>`);
              })}
              ${link('ledger', '/ledger', 'Ledger', true)} ${link('faults', '/faults', 'Faults')}
            </nav>
          </div>
        </div>
        <main>
          ${
            faultsOn > 0 &&
            place !== 'faults' &&
            html`<p class="notice">
              ${faultsOn === 1 ? 'One fault is' : `${faultsOn} faults are`} switched on.
              <a href="/faults">Look at them</a>
            </p>`
          }
          ${content}
        </main>
      </body>
    </html>`;
  return { status, text: markup.markup };
}

const countFaults = (faults: Readonly<FaultSettings>) => {
  const none = noFaults();
  return Object.entries(faults).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(none[name as keyof FaultSettings]),
  ).length;
};

export const grouped = (count: number) => count.toLocaleString('en');

/** A time as people read it; times are UTC all over the practice CRM. */
export const moment = (iso: string) => iso.slice(0, 16).replace('T', ' ');
