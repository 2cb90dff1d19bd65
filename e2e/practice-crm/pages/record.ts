import type { Answer } from '../call.ts';
import { PRACTICE_FIELDS } from '../dialects/practice/fields.ts';
import type { FaultSettings } from '../faults.ts';
import { KEY_FIELD } from '../fields.ts';
import type { CrmObject } from '../objects.ts';
import type { Store, StoredRecord } from '../store.ts';
import { domainOf } from '../table.ts';
import { html, type Html } from './html.ts';
import { moment, page, TITLES } from './layout.ts';
import { nameOf, shown } from './values.ts';

const MOST_RELATED = 20;

/**
 * One record with everything the CRM has. The header's `data-record-*` attributes and `[data-record-actions]` are how a
 * browser extension finds the place for a button of its own: they stay as they are.
 */
export function recordPage(
  crm: { store: Store; faults: Readonly<FaultSettings> },
  object: CrmObject,
  record: StoredRecord,
): Answer {
  const { one, address } = TITLES[object];
  const name = nameOf(record);
  const content = html`
    <article class="stack">
      <header
        class="record sheet"
        data-record-object="${object}"
        data-record-id="${record.id}"
        data-record-key="${record.key ?? ''}"
        data-record-domain="${domainOf(record) ?? ''}"
      >
        <div class="initial" aria-hidden="true">${[...name][0]?.toUpperCase() ?? ''}</div>
        <div class="who">
          <p class="quiet">${one}</p>
          <h1>${name}</h1>
        </div>
        <div data-record-actions>
          <form method="post" action="${address}/${record.id}/delete"><button class="danger">Delete</button></form>
        </div>
      </header>
      <div class="columns">
        <section class="sheet padded" aria-label="Fields">${fieldList(crm.store, object, record)}</section>
        <div class="stack">
          <section class="sheet padded">
            <h2>Record</h2>
            <dl>
              <dt>Id</dt>
              <dd><code>${record.id}</code></dd>
              <dt>Key</dt>
              <dd>${record.key === null ? html`<span class="quiet">none</span>` : html`<code>${record.key}</code>`}</dd>
              <dt>Created</dt>
              <dd>${moment(record.createdAt)}</dd>
              <dt>Changed</dt>
              <dd>${moment(record.updatedAt)}</dd>
              <dt>Writes</dt>
              <dd data-record-writes>${record.writes}</dd>
            </dl>
          </section>
          ${object === 'companies' && related(crm.store, 'deals', 'company_id', record)}
          ${object === 'companies' && related(crm.store, 'tasks', 'company_id', record)}
          ${object === 'deals' && related(crm.store, 'tasks', 'deal_id', record)}
        </div>
      </div>
    </article>
  `;
  return page(crm, { title: name, place: object, content });
}

/** Filled fields in the order of the schema, then those only a vendor's dialect knows, then the names of empty ones. */
function fieldList(store: Store, object: CrmObject, record: StoredRecord): Html {
  const known = PRACTICE_FIELDS[object].filter(({ readOnly, name }) => !readOnly && name !== KEY_FIELD);
  const extra = Object.keys(record.properties)
    .filter((name) => name !== KEY_FIELD && !known.some((definition) => definition.name === name))
    .map((name) => ({ name, label: name }));
  const isFilled = ({ name }: { name: string }) => record.properties[name] !== undefined;
  const empty = known.filter((definition) => !isFilled(definition));
  return html`
    <dl>
      ${[...known.filter(isFilled), ...extra].map(
        ({ name, label }) =>
          html`<dt>${label}</dt>
            <dd data-field="${name}">${shown(store, object, record, name)}</dd>`,
      )}
    </dl>
    ${
      empty.length > 0 &&
      html`<details class="quiet" style="margin-top: 1.25rem">
        <summary>${empty.length} empty ${empty.length === 1 ? 'field' : 'fields'}</summary>
        <p>${empty.map(({ label }) => label).join(', ')}</p>
      </details>`
    }
  `;
}

function related(store: Store, object: CrmObject, reference: string, { id }: StoredRecord): Html {
  const { many, address } = TITLES[object];
  const records: StoredRecord[] = [];
  for (const record of store.all(object)) if (record.properties[reference] === id) records.push(record);
  return html`<section class="sheet padded">
    <h2>${many}</h2>
    ${
      records.length === 0
        ? html`<p class="quiet">None</p>`
        : html`<ul class="plain">
            ${records
              .slice(-MOST_RELATED)
              .reverse()
              .map((record) => html`<li><a href="${address}/${record.id}">${nameOf(record)}</a></li>`)}
          </ul>`
    }
    ${records.length > MOST_RELATED && html`<p class="quiet">and ${records.length - MOST_RELATED} more</p>`}
  </section>`;
}
