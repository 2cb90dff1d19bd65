import type { Answer } from '../call.ts';
import type { FaultSettings } from '../faults.ts';
import type { Ledger } from '../ledger.ts';
import type { Store } from '../store.ts';
import { html, type Html } from './html.ts';
import { grouped, page, TITLES } from './layout.ts';
import { nameOf } from './values.ts';

const SHOWN_WRITES = 50;

/** What was done to the CRM: counts and the last writes. */
export function ledgerPage(crm: { store: Store; faults: Readonly<FaultSettings> }, ledger: Ledger): Answer {
  const { calls, records, duplicateKeys, duplicateDomains, writes } = ledger.page(crm.store, SHOWN_WRITES);
  const content = html`
    <div class="heading"><h1>Ledger</h1></div>
    <div class="stack">
      <section class="sheet padded figures" aria-label="Counts">
        ${figure('Calls', calls.total)} ${figure('Records created', records.created)}
        ${figure('Updates', records.updated)} ${figure('Duplicate keys', duplicateKeys)}
        ${figure('Duplicate domains', duplicateDomains)}
      </section>
      <div class="columns">
        <section class="sheet">
          ${
            writes.length === 0
              ? html`<p class="empty">Nothing was written yet.</p>`
              : html`<div class="scroll">
                  <table>
                    <thead>
                      <tr>
                        <th>At</th>
                        <th>What</th>
                        <th>Record</th>
                      </tr>
                    </thead>
                    <tbody>
                      ${writes.map(({ at, object, id, action }) => {
                        const { one, address } = TITLES[object];
                        const record = crm.store.get(object, id);
                        return html`<tr>
                          <td class="moment">${at.slice(11, 23)}</td>
                          <td><span class="tag">${action}</span></td>
                          <td>
                            ${one} ${record ? html`<a href="${address}/${id}">${nameOf(record)}</a>` : html`${id}`}
                          </td>
                        </tr>`;
                      })}
                    </tbody>
                  </table>
                </div>`
          }
        </section>
        <div class="stack">${counts('Calls by answer', calls.byStatus)} ${counts('Calls by route', calls.byRoute)}</div>
      </div>
    </div>
  `;
  return page(crm, { title: 'Ledger', place: 'ledger', content });
}

const figure = (label: string, count: number) =>
  html`<div class="figure"><strong>${grouped(count)}</strong><span class="quiet">${label}</span></div>`;

function counts(title: string, byName: Record<string, number>): Html {
  const entries = Object.entries(byName).sort(([, one], [, other]) => other - one);
  return html`<section class="sheet padded">
    <h2>${title}</h2>
    ${
      entries.length === 0
        ? html`<p class="quiet">None</p>`
        : html`<ul class="plain">
            ${entries.map(
              ([name, count]) =>
                html`<li class="choice">
                  <code style="overflow-wrap: anywhere">${name}</code><span>${grouped(count)}</span>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}
