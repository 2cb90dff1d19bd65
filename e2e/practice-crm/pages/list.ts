import type { Answer } from '../call.ts';
import type { FaultSettings } from '../faults.ts';
import type { CrmObject } from '../objects.ts';
import type { Store, StoredRecord } from '../store.ts';
import { html, type Html } from './html.ts';
import { grouped, moment, page, TITLES } from './layout.ts';
import { nameOf, shown } from './values.ts';

const PAGE_SIZE = 50;

const COLUMNS: Record<CrmObject, [name: string, label: string, kind?: 'number'][]> = {
  companies: [
    ['domain', 'Domain'],
    ['city', 'City'],
    ['country', 'Country'],
    ['employees', 'Employees', 'number'],
  ],
  deals: [
    ['company_id', 'Company'],
    ['stage', 'Stage'],
    ['amount', 'Amount', 'number'],
    ['currency', 'Currency'],
    ['close_date', 'Close date'],
  ],
  tasks: [
    ['company_id', 'Company'],
    ['due_date', 'Due'],
    ['type', 'Type'],
    ['status', 'Status'],
  ],
};

/** The records of one object, newest first, with search and paging. */
export function listPage(
  crm: { store: Store; faults: Readonly<FaultSettings> },
  object: CrmObject,
  query: URLSearchParams,
): Answer {
  const { many, one, address } = TITLES[object];
  const q = query.get('q') ?? '';
  const number = Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1);
  const offset = (number - 1) * PAGE_SIZE;
  const { total, items } = crm.store.list(object, { q, limit: PAGE_SIZE, offset });
  const content = html`
    <div class="heading">
      <h1>${many}</h1>
      <form class="row" role="search" action="${address}">
        <input type="search" name="q" value="${q}" placeholder="Search" aria-label="Search ${many.toLowerCase()}" />
        <button>Search</button>
        <a class="button" href="${address}/new">New ${one.toLowerCase()}</a>
      </form>
    </div>
    <div class="sheet">
      ${
        items.length === 0
          ? html`<p class="empty">${emptyWords(q, many.toLowerCase())}</p>`
          : html`<div class="scroll">${table(crm.store, object, items)}</div>`
      }
      ${total > PAGE_SIZE && pager(address, q, number, total)}
    </div>
  `;
  return page(crm, { title: many, place: object, content });
}

const emptyWords = (q: string, many: string) =>
  q === '' ? `No ${many} yet. They appear here as soon as they are sent.` : `No ${many} match “${q}”.`;

function table(store: Store, object: CrmObject, records: StoredRecord[]): Html {
  const { one, address } = TITLES[object];
  const columns = COLUMNS[object];
  return html`<table>
    <thead>
      <tr>
        <th>${one}</th>
        ${columns.map(([, label, kind]) => html`<th class="${kind ?? ''}">${label}</th>`)}
        <th>Changed</th>
        <th class="number">Writes</th>
      </tr>
    </thead>
    <tbody>
      ${records.map(
        (record) =>
          html`<tr>
            <td><a href="${address}/${record.id}">${nameOf(record)}</a></td>
            ${columns.map(([name, , kind]) => html`<td class="${kind ?? ''}">${shown(store, object, record, name)}</td>`)}
            <td class="moment">${moment(record.updatedAt)}</td>
            <td class="number">${record.writes}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function pager(address: string, q: string, number: number, total: number): Html {
  const last = Math.ceil(total / PAGE_SIZE);
  const to = (wanted: number, words: string) =>
    html`<a href="${address}?${new URLSearchParams({ ...(q && { q }), page: String(wanted) }).toString()}"
      >${words}</a
    >`;
  return html`<nav class="pager" aria-label="Pages">
    <span class="quiet">${grouped(total)} in all, page ${grouped(number)} of ${grouped(last)}</span>
    ${number > 1 && to(number - 1, 'Newer')} ${number < last && to(number + 1, 'Older')}
  </nav>`;
}
